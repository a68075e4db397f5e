/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * Answers a packet that does not fit the way on with "fragmentation needed"
 * (RFC 1191) or "packet too big" (RFC 8201), since no router will.
 */
#ifndef TENBIN_TOO_BIG_H
#define TENBIN_TOO_BIG_H

#include "icmp.h"

/* Quoted of the packet: any IPv4 header, or an IPv6 one with some extensions, and 8 bytes and more of layer 4. */
#define QUOTE_V4 68
#define QUOTE_V6 88
#define ICMP_FRAGMENTATION_NEEDED 4
#define ICMPV6_TOO_BIG 2
#define ANSWER_TTL 64
/* Zeros behind the quote, in the place of the packet's own layer-4 header: see hook_replace. */
#define TAIL sizeof(struct tcphdr)

struct too_big_v4 {
	__u8 align[2];
	struct ethhdr ethernet;
	struct iphdr ip;
	struct icmp_header icmp;
	__u8 quote[QUOTE_V4];
	__u8 tail[TAIL];
};

struct too_big_v6 {
	__u8 align[2];
	struct ethhdr ethernet;
	struct ipv6hdr ip;
	struct icmp_header icmp;
	__u8 quote[QUOTE_V6];
	__u8 tail[TAIL];
};

/* Room to put an answer together; one packet at a time on each CPU. */
union too_big {
	struct too_big_v4 v4;
	struct too_big_v6 v6;
};

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, union too_big);
} answers SEC(".maps");

static __always_inline int hook_read(void *ctx, const enum hook hook, __u32 offset, void *to, const __u32 size)
{
	if (hook == HOOK_TC)
		return bpf_skb_load_bytes(ctx, offset, to, size);

	void *from = hook_data(ctx, hook) + offset;

	if (from + size > hook_data_end(ctx, hook))
		return -1;
	__builtin_memcpy(to, from, size);
	return 0;
}

/*
 * Puts `answer`, a frame of `size` bytes, in the place of the packet. At tc the
 * packet may want its layer-4 checksum filled in by the NIC (CHECKSUM_PARTIAL,
 * as every GRO packet does). So the answer's tail of zeros comes to lie where
 * the layer-4 header was: what is filled in there adds up to nothing (all ones)
 * in the ICMP checksum.
 */
static __always_inline int hook_replace(void *ctx, const enum hook hook, const struct packet *packet,
					const struct ethhdr *answer, const __u32 size)
{
	__u32 l4 = packet->l4;

	if (hook == HOOK_XDP)
		return bpf_xdp_adjust_tail(ctx, (int)size - (int)hook_length(ctx, hook)) ||
		       hook_write(ctx, hook, 0, answer, size);
	/* Cut first: room is made only before packets of less than 16 KB. */
	if (l4 + TAIL > size || bpf_skb_change_tail(ctx, l4 + TAIL, 0) ||
	    bpf_skb_change_head(ctx, size - TAIL - l4, 0))
		return -1;
	return hook_write(ctx, hook, 0, answer, size);
}

/* The answer goes back the way that the packet came. */
static __always_inline int turn_back(void *ctx, const enum hook hook, struct ethhdr *answer)
{
	__u8 own[ETH_ALEN];

	if (hook_read(ctx, hook, 0, answer, sizeof(*answer)))
		return -1;
	__builtin_memcpy(own, answer->h_dest, ETH_ALEN);
	__builtin_memcpy(answer->h_dest, answer->h_source, ETH_ALEN);
	__builtin_memcpy(answer->h_source, own, ETH_ALEN);
	return 0;
}

static __always_inline __u16 sum_finish(__s64 sum)
{
	return sum_apply(0xffff, (__u32)sum);
}

static __always_inline int answer_v4(void *ctx, const enum hook hook, const struct packet *packet, __u32 mtu,
				     struct too_big_v4 *answer)
{
	if (turn_back(ctx, hook, &answer->ethernet) || hook_read(ctx, hook, L3, answer->quote, sizeof(answer->quote)))
		return -1;
	answer->ip.version = 4;
	answer->ip.ihl = sizeof(answer->ip) / 4;
	answer->ip.tot_len = bpf_htons(sizeof(answer->ip) + sizeof(answer->icmp) + sizeof(answer->quote) + TAIL);
	answer->ip.ttl = ANSWER_TTL;
	answer->ip.protocol = IPPROTO_ICMP;
	answer->ip.saddr = packet->flow.destination.word[3];
	answer->ip.daddr = packet->flow.source.word[3];
	answer->ip.check = sum_finish(bpf_csum_diff(NULL, 0, (__be32 *)&answer->ip, sizeof(answer->ip), 0));
	answer->icmp.type = ICMP_UNREACHABLE;
	answer->icmp.code = ICMP_FRAGMENTATION_NEEDED;
	answer->icmp.rest = bpf_htonl(mtu & 0xffff);
	answer->icmp.check = sum_finish(bpf_csum_diff(NULL, 0, (__be32 *)&answer->icmp,
						     sizeof(answer->icmp) + sizeof(answer->quote), 0));
	return hook_replace(ctx, hook, packet, &answer->ethernet, sizeof(*answer) - sizeof(answer->align));
}

static __always_inline int answer_v6(void *ctx, const enum hook hook, const struct packet *packet, __u32 mtu,
				     struct too_big_v6 *answer)
{
	__be32 length = bpf_htonl(sizeof(answer->icmp) + sizeof(answer->quote) + TAIL);
	__be32 next = bpf_htonl(IPPROTO_ICMPV6);

	if (turn_back(ctx, hook, &answer->ethernet) || hook_read(ctx, hook, L3, answer->quote, sizeof(answer->quote)))
		return -1;
	answer->ip.version = 6;
	answer->ip.payload_len = bpf_htons(sizeof(answer->icmp) + sizeof(answer->quote) + TAIL);
	answer->ip.nexthdr = IPPROTO_ICMPV6;
	answer->ip.hop_limit = ANSWER_TTL;
	__builtin_memcpy(&answer->ip.saddr, &packet->flow.destination, sizeof(struct address));
	__builtin_memcpy(&answer->ip.daddr, &packet->flow.source, sizeof(struct address));
	answer->icmp.type = ICMPV6_TOO_BIG;
	answer->icmp.rest = bpf_htonl(mtu);

	__s64 sum = bpf_csum_diff(NULL, 0, (__be32 *)&answer->ip.saddr, 2 * sizeof(struct address), 0);

	sum = bpf_csum_diff(NULL, 0, (__be32 *)&answer->icmp, sizeof(answer->icmp) + sizeof(answer->quote), sum);
	answer->icmp.check = sum_finish(sum_fold32((__u64)(__u32)sum + length + next));
	return hook_replace(ctx, hook, packet, &answer->ethernet, sizeof(*answer) - sizeof(answer->align));
}

static __always_inline int write_answer(void *ctx, const enum hook hook, const struct packet *packet, __u32 mtu)
{
	__u32 zero = 0;
	union too_big *answer = bpf_map_lookup_elem(&answers, &zero);

	if (!answer)
		return -1;
	__builtin_memset(answer, 0, sizeof(*answer));
	return packet->is_v6 ? answer_v6(ctx, hook, packet, mtu, &answer->v6)
			     : answer_v4(ctx, hook, packet, mtu, &answer->v4);
}

__noinline int answer_too_big_tc(struct __sk_buff *skb, const struct packet *packet, __u32 mtu)
{
	if (!packet)
		return -1;
	return write_answer(skb, HOOK_TC, packet, mtu);
}

__noinline int answer_too_big_xdp(struct xdp_md *frame, const struct packet *packet, __u32 mtu)
{
	if (!packet)
		return -1;
	return write_answer(frame, HOOK_XDP, packet, mtu);
}

/* The packet becomes the answer and goes back the way it came. */
static __always_inline int answer_too_big(void *ctx, const enum hook hook, const struct packet *packet, __u32 mtu)
{
	count_event(EVENT_TOO_BIG);
	if (hook == HOOK_TC ? answer_too_big_tc(ctx, packet, mtu) : answer_too_big_xdp(ctx, packet, mtu))
		return hook_drop(hook);
	return hook == HOOK_XDP ? XDP_TX : bpf_redirect(hook_ifindex(ctx, hook), 0);
}

#endif
