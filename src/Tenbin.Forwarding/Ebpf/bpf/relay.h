/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * During a planned move: what still comes to the node that has closed its gate goes
 * on, as it came, to the node that takes the group over.
 */
#ifndef TENBIN_RELAY_H
#define TENBIN_RELAY_H

#include "gate.h"
#include "send.h"

/*
 * A session so young may not be known to the other node yet, which would give its
 * packets to another server. Dropped, they come again. Ticks of the coarse clock included.
 */
#define UNSETTLED_NS (20 * NS_PER_MS)

static __always_inline int is_unsettled(const struct session *session)
{
	return now_ns() - session->created < UNSETTLED_NS;
}

/* Two nodes that relay to each other must not do so for ever. 0, or -1: no IP, or used up. */
static __always_inline int lower_frame_ttl(void *ctx, const enum hook hook)
{
	struct ethhdr *ethernet = hook_data(ctx, hook);
	void *end = hook_data_end(ctx, hook), *l3 = ethernet + 1;

	if (l3 > end)
		return -1;
	if (ethernet->h_proto == bpf_htons(ETH_P_IP)) {
		struct iphdr *ip = l3;

		if ((void *)(ip + 1) > end || ip->ttl <= 1)
			return -1;

		struct {
			__u8 ttl;
			__u8 protocol;
			__u16 check;
		} changed = { ip->ttl - 1, ip->protocol, ip->check };

		changed.check = sum_apply(ip->check, sum_change(0, bpf_htons(ip->ttl << 8), bpf_htons(changed.ttl << 8)));
		return hook_write_summed(ctx, hook, L3 + offsetof(struct iphdr, ttl), &changed, sizeof(changed));
	}
	if (ethernet->h_proto == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *ip = l3;

		if ((void *)(ip + 1) > end || ip->hop_limit <= 1)
			return -1;

		__u8 left = ip->hop_limit - 1;

		return hook_write_summed(ctx, hook, L3 + offsetof(struct ipv6hdr, hop_limit), &left, sizeof(left));
	}
	return -1;
}

/* Sends the frame on to a node on the network that it came from. */
static __always_inline int relay_frame(void *ctx, const enum hook hook, __u32 node)
{
	struct relay_key key = { .ifindex = hook_ifindex(ctx, hook), .node = node };
	struct relay *way = bpf_map_lookup_elem(&relays, &key);

	if (!way || lower_frame_ttl(ctx, hook))
		return drop_gated(hook);
	count_event(EVENT_RELAYED);
	return send_frame(ctx, hook, key.ifindex, way->mac, way->own_mac);
}

/* The end of a frame that may not pass: dropped, or sent on. */
static __always_inline int turn_away(void *ctx, const enum hook hook, int passage)
{
	return passage > 0 ? relay_frame(ctx, hook, passage - 1) : drop_gated(hook);
}

#endif
