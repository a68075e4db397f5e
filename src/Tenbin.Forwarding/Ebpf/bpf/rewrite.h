/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Changes to the packet itself: addresses, ports, TTL, with their checksums. */
#ifndef TENBIN_REWRITE_H
#define TENBIN_REWRITE_H

#include "packet.h"

#define TCP_CHECK_OFFSET offsetof(struct tcphdr, check)
#define UDP_CHECK_OFFSET offsetof(struct udphdr, check)
#define SOURCE_PORT_OFFSET 0		/* the same in TCP and UDP */
#define DESTINATION_PORT_OFFSET 2

#ifndef offsetof
#define offsetof(type, member) __builtin_offsetof(type, member)
#endif

enum side {
	SIDE_SOURCE,
	SIDE_DESTINATION,
};

/* Lowers the TTL in the header copy. 0, or -1 when it is used up: an endless loop must die. */
static __always_inline int lower_ttl(struct packet *packet)
{
	if (packet->is_v6) {
		if (packet->ip.v6.hop_limit <= 1)
			return -1;
		packet->ip.v6.hop_limit--;
		return 0;
	}
	if (packet->ip.v4.ttl <= 1)
		return -1;

	__u16 from = bpf_htons((__u16)packet->ip.v4.ttl << 8);
	__u16 to = bpf_htons((__u16)(packet->ip.v4.ttl - 1) << 8);

	packet->ip.v4.ttl--;
	packet->ip.v4.check = sum_apply(packet->ip.v4.check, sum_change(0, from, to));
	return 0;
}

/* Puts `to` into the header copy. Returns the change of the sum. */
static __always_inline __u64 set_address(struct packet *packet, enum side side, const struct address *to)
{
	const struct address *from = side == SIDE_SOURCE ? &packet->flow.source : &packet->flow.destination;
	__u64 sum = sum_change_address(0, from, to);

	if (packet->is_v6) {
		__builtin_memcpy(side == SIDE_SOURCE ? &packet->ip.v6.saddr : &packet->ip.v6.daddr, to, sizeof(*to));
		return sum;
	}
	if (side == SIDE_SOURCE)
		packet->ip.v4.saddr = to->word[3];
	else
		packet->ip.v4.daddr = to->word[3];
	packet->ip.v4.check = sum_apply(packet->ip.v4.check, sum);
	return sum;
}

/* Writes the header copy back. */
static __always_inline int write_ip(void *ctx, const enum hook hook, struct packet *packet)
{
	if (packet->is_v6)
		return hook_write_summed(ctx, hook, L3, &packet->ip.v6, sizeof(packet->ip.v6));
	return hook_write_summed(ctx, hook, L3, &packet->ip.v4, sizeof(packet->ip.v4));
}

/* nat: `side` of the packet becomes `address` and `port`. The IP header still has to be written. */
static __always_inline int translate(void *ctx, const enum hook hook, struct packet *packet, enum side side,
				     const struct address *address, __be16 port)
{
	__u64 sum = set_address(packet, side, address);

	if (packet->fragment == FRAGMENT_LATER)
		return 0;

	__be16 old = side == SIDE_SOURCE ? packet->flow.source_port : packet->flow.destination_port;
	__u32 l4 = packet->l4;
	__u32 port_at = l4 + (side == SIDE_SOURCE ? SOURCE_PORT_OFFSET : DESTINATION_PORT_OFFSET);
	int failed = 0;

	/* Port and pseudo header apart: a partial checksum covers only the latter. */
	if (packet->flow.protocol == IPPROTO_TCP) {
		failed |= hook_checksum(ctx, hook, l4 + TCP_CHECK_OFFSET, sum, BPF_F_PSEUDO_HDR);
		if (old != port)
			failed |= hook_checksum(ctx, hook, l4 + TCP_CHECK_OFFSET, sum_change(0, old, port), 0);
	} else {
		failed |= hook_checksum(ctx, hook, l4 + UDP_CHECK_OFFSET, sum,
					BPF_F_PSEUDO_HDR | BPF_F_MARK_MANGLED_0);
		if (old != port)
			failed |= hook_checksum(ctx, hook, l4 + UDP_CHECK_OFFSET, sum_change(0, old, port),
						BPF_F_MARK_MANGLED_0);
	}
	if (old != port)
		failed |= hook_write(ctx, hook, port_at, &port, sizeof(port));
	return failed;
}

#endif
