/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * The gate: an address that a cluster moves is served and announced here only
 * until the deadline of its group. The daemon moves the deadline on while it
 * holds the lease; when it cannot, time alone closes the gate.
 */
#ifndef TENBIN_GATE_H
#define TENBIN_GATE_H

#include "rewrite.h"

#define ICMPV6_NEIGHBOUR_ADVERTISEMENT 136

/* ARP for IPv4 over Ethernet (RFC 826). */
struct arp_ipv4 {
	__be16 hardware;
	__be16 protocol;
	__u8 hardware_length;
	__u8 protocol_length;
	__be16 operation;
	__u8 sender_mac[ETH_ALEN];
	__be16 sender[2];		/* only so aligned */
	__u8 target_mac[ETH_ALEN];
	__be16 target[2];
};

/* RFC 4861 §4.4, behind an IPv6 header. */
struct neighbour_advertisement {
	struct ipv6hdr ip;
	struct icmp_header icmp;
	struct in6_addr target;
};

struct vlan_tag {
	__be16 control;
	__be16 protocol;
};

enum gating {
	GATE_NONE,
	GATE_OPEN,
	GATE_SHUT,
};

/* The deadline is read before the clock: a late look errs towards closed. */
static __always_inline int gate_of(const struct address *address)
{
	__u32 *group = bpf_map_lookup_elem(&gate_groups, address);

	if (!group)
		return GATE_NONE;

	__u32 index = *group;
	struct gate *gate = bpf_map_lookup_elem(&gates, &index);

	if (!gate)
		return GATE_SHUT;

	__u64 deadline = *(volatile __u64 *)&gate->deadline;

	return bpf_ktime_get_boot_ns() >= deadline ? GATE_SHUT : GATE_OPEN;
}

static __noinline int is_closed(const struct address *address)
{
	return gate_of(address) == GATE_SHUT;
}

static __always_inline int has_gates(void)
{
	__u32 zero = 0;
	__u32 *in_use = bpf_map_lookup_elem(&gate_in_use, &zero);

	return in_use && *in_use;
}

static __always_inline int is_gated_off(const struct address *address)
{
	return has_gates() && is_closed(address);
}

/* The node that such a word of a gate names while its time lasts; -1: none. */
static __always_inline int node_until(const __u64 *word)
{
	__u64 until = *(volatile __u64 *)word;

	return bpf_ktime_get_boot_ns() < (until & ~GATE_NODE) ? (int)(until & GATE_NODE) : -1;
}

/*
 * What becomes of a frame about an address: it passes, goes nowhere, or (above 0)
 * goes on to the node with the id one less. `sender`: the MAC that it comes from.
 * What another node relays here shows that it does not forward itself any more.
 */
enum passage {
	PASSAGE_NONE = -1,
	PASSAGE_FREE = 0,
};

static __noinline int passage_of(const struct address *address, __u64 sender)
{
	__u32 *group = bpf_map_lookup_elem(&gate_groups, address);

	if (!group || gate_of(address) == GATE_OPEN)
		return PASSAGE_FREE;

	__u32 index = *group;
	struct gate *gate = bpf_map_lookup_elem(&gates, &index);

	if (!gate)
		return PASSAGE_NONE;

	int node = node_until(&gate->relay);

	if (node >= 0)
		return node + 1;
	node = node_until(&gate->accept);
	if (node < 0)
		return PASSAGE_NONE;

	__u32 *relayer = bpf_map_lookup_elem(&relayers, &sender);

	return relayer && *relayer == (__u32)node ? PASSAGE_FREE : PASSAGE_NONE;
}

static __always_inline __u64 sender_of(void *ctx, const enum hook hook)
{
	struct ethhdr *ethernet = hook_data(ctx, hook);
	__u64 sender = 0;

	if ((void *)(ethernet + 1) <= hook_data_end(ctx, hook))
		__builtin_memcpy(&sender, ethernet->h_source, ETH_ALEN);
	return sender;
}

static __always_inline int is_relayer(__u64 sender)
{
	return has_gates() && bpf_map_lookup_elem(&relayers, &sender);
}

/* May this machine's packets leave from the address? They may too while it forwards what another node relays. */
static __noinline int is_mute(const struct address *address)
{
	if (gate_of(address) != GATE_SHUT)
		return 0;

	__u32 *group = bpf_map_lookup_elem(&gate_groups, address);

	if (!group)
		return 0;

	__u32 index = *group;
	struct gate *gate = bpf_map_lookup_elem(&gates, &index);

	return !gate || node_until(&gate->accept) < 0;
}

static __always_inline int drop_gated(const enum hook hook)
{
	count_event(EVENT_GATE_CLOSED);
	return hook_drop(hook);
}

/* One address of the IP header at `ip`. 0, or -1: no IP, or not readable. */
static __always_inline int address_at(void *ip, void *end, __be16 protocol, const enum side side,
				      struct address *address)
{
	if (protocol == bpf_htons(ETH_P_IP)) {
		struct iphdr *v4 = ip;

		if ((void *)(v4 + 1) > end)
			return -1;
		map_v4(address, side == SIDE_SOURCE ? v4->saddr : v4->daddr);
		return 0;
	}
	if (protocol == bpf_htons(ETH_P_IPV6)) {
		struct ipv6hdr *v6 = ip;

		if ((void *)(v6 + 1) > end)
			return -1;
		__builtin_memcpy(address, side == SIDE_SOURCE ? &v6->saddr : &v6->daddr, sizeof(*address));
		return 0;
	}
	return -1;
}

static __always_inline int destination_of(void *ctx, const enum hook hook, struct address *address)
{
	struct ethhdr *ethernet = hook_data(ctx, hook);
	void *end = hook_data_end(ctx, hook);

	if ((void *)(ethernet + 1) > end)
		return -1;
	return address_at(ethernet + 1, end, ethernet->h_proto, SIDE_DESTINATION, address);
}

/*
 * May the frame pass to its IP destination? This parser is apart from the other,
 * which takes only what can be balanced: the gate stops every protocol,
 * fragments and malformed packets included.
 */
static __always_inline int passage_to_destination(void *ctx, const enum hook hook)
{
	struct address address;

	if (destination_of(ctx, hook, &address) &&
	    (!hook_pull(ctx, hook, PARSE_BYTES) || destination_of(ctx, hook, &address)))
		return PASSAGE_FREE;
	return passage_of(&address, sender_of(ctx, hook));
}

/* Functions of their own, so that their stack does not add to that of the deepest way through the balancer. */
__noinline int passage_to_destination_tc(struct __sk_buff *skb)
{
	return passage_to_destination(skb, HOOK_TC);
}

__noinline int passage_to_destination_xdp(struct xdp_md *frame)
{
	return passage_to_destination(frame, HOOK_XDP);
}

/* The stack takes IP packets out of broadcast frames too; those XDP leaves to tc. */
static __always_inline int is_for_all(void *ctx, const enum hook hook)
{
	struct __sk_buff *skb = ctx;

	return hook == HOOK_TC && !skb->vlan_present &&
	       (skb->pkt_type == PACKET_BROADCAST || skb->pkt_type == PACKET_MULTICAST);
}

/* The passage of a frame that has just come in. */
static __always_inline int passage_in(void *ctx, const enum hook hook)
{
	if (!has_gates() || !(is_for_us(ctx, hook) || is_for_all(ctx, hook)))
		return PASSAGE_FREE;
	return hook == HOOK_TC ? passage_to_destination_tc(ctx) : passage_to_destination_xdp(ctx);
}

/* An ARP packet of any kind teaches its sender's address to whoever hears it. */
static __always_inline int announces_by_arp(void *start, void *end)
{
	struct arp_ipv4 *arp = start;
	struct address address;

	if ((void *)(arp + 1) > end)
		return -1;
	if (arp->protocol != bpf_htons(ETH_P_IP) || arp->hardware_length != ETH_ALEN)
		return 0;
	map_v4(&address, 0);
	__builtin_memcpy(&address.word[3], arp->sender, sizeof(arp->sender));
	return is_closed(&address);
}

/* The target of a neighbour advertisement, whoever sends it. 0: it is none, or not about a closed address. */
static __always_inline int announces_by_nd(void *start, void *end)
{
	struct neighbour_advertisement *advertisement = start;
	struct address address;

	if ((void *)(&advertisement->ip + 1) > end)
		return -1;
	if (advertisement->ip.nexthdr != IPPROTO_ICMPV6)
		return 0;
	if ((void *)(&advertisement->icmp + 1) > end)
		return -1;
	if (advertisement->icmp.type != ICMPV6_NEIGHBOUR_ADVERTISEMENT)
		return 0;
	if ((void *)(advertisement + 1) > end)
		return -1;
	__builtin_memcpy(&address, &advertisement->target, sizeof(address));
	return is_closed(&address);
}

/* Does the frame leave from a closed address, or announce one? 1, 0, or -1 when that is not readable. */
static __always_inline int leaves_closed(struct __sk_buff *skb)
{
	struct ethhdr *ethernet = hook_data(skb, HOOK_TC);
	void *end = hook_data_end(skb, HOOK_TC);
	void *l3 = ethernet + 1;
	struct address address;

	if (l3 > end)
		return -1;

	/* Of the header, not skb->protocol: a raw socket may say anything there. */
	__be16 protocol = ethernet->h_proto;

	/* Tagged by software; a tag that the NIC is still to write is not in the frame. */
	if (protocol == bpf_htons(ETH_P_8021Q) || protocol == bpf_htons(ETH_P_8021AD)) {
		struct vlan_tag *tag = l3;

		if ((void *)(tag + 1) > end)
			return -1;
		protocol = tag->protocol;
		l3 = tag + 1;
	}
	if (protocol == bpf_htons(ETH_P_ARP))
		return announces_by_arp(l3, end);
	if (protocol != bpf_htons(ETH_P_IP) && protocol != bpf_htons(ETH_P_IPV6))
		return 0;
	if (address_at(l3, end, protocol, SIDE_SOURCE, &address))
		return -1;
	if (is_mute(&address))
		return 1;
	return protocol == bpf_htons(ETH_P_IPV6) ? announces_by_nd(l3, end) : 0;
}

static __always_inline int guard_egress(struct __sk_buff *skb)
{
	if (!has_gates())
		return TC_ACT_UNSPEC;

	int closed = leaves_closed(skb);

	if (closed < 0 && hook_pull(skb, HOOK_TC, PARSE_BYTES))
		closed = leaves_closed(skb);
	return closed > 0 ? drop_gated(HOOK_TC) : TC_ACT_UNSPEC;
}

#endif
