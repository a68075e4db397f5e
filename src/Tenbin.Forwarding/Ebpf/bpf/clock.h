/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
#ifndef TENBIN_CLOCK_H
#define TENBIN_CLOCK_H

#include <linux/types.h>
#include <bpf/bpf_helpers.h>

#define NS_PER_MS 1000000ull

/* Coarse: a session's times need no more than a tick, and the clock would be half of a packet's cost. */
static __always_inline __u64 now_ns(void)
{
	return bpf_ktime_get_coarse_ns();
}

#endif
