/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Counters. Each CPU has its own copy, so a plain addition is enough. */
#ifndef TENBIN_COUNT_H
#define TENBIN_COUNT_H

#include "maps.h"

static __always_inline void count_event(__u32 event)
{
	__u64 *count = bpf_map_lookup_elem(&events, &event);

	if (count)
		*count += 1;
}

static __always_inline void count_session(__u32 server)
{
	struct traffic *traffic = bpf_map_lookup_elem(&server_traffic, &server);

	if (traffic)
		traffic->sessions += 1;
}

static __always_inline void count_in(__u32 server, __u32 packets, __u32 bytes)
{
	struct traffic *traffic = bpf_map_lookup_elem(&server_traffic, &server);

	if (traffic) {
		traffic->packets_in += packets;
		traffic->bytes_in += bytes;
	}
}

static __always_inline void count_out(__u32 server, __u32 packets, __u32 bytes)
{
	struct traffic *traffic = bpf_map_lookup_elem(&server_traffic, &server);

	if (traffic) {
		traffic->packets_out += packets;
		traffic->bytes_out += bytes;
	}
}

#endif
