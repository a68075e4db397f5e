/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * ICMP errors go to whom they concern: about a packet of the service's, to the
 * real server that sent it; about a nat client's packet, to the client. Both are
 * found by the embedded packet, of which RFC 792 promises only 8 bytes of layer 4.
 */
#ifndef TENBIN_ICMP_H
#define TENBIN_ICMP_H

#include "relay.h"

#define ICMP_LENGTH 8
#define ICMP_CHECK_OFFSET 2
#define ICMP_UNREACHABLE 3
#define ICMP_TIME_EXCEEDED 11
#define ICMP_PARAMETER_PROBLEM 12
#define ICMPV6_UNREACHABLE 1
#define ICMPV6_PARAMETER_PROBLEM 4
#define L4_PROMISED 8

/* The packet that an error is about. */
struct embedded {
	struct flow flow;
	__u16 l3;			/* offset of its IP header */
	__u16 l4;
	__u16 l4_check_at;		/* offset of its layer-4 checksum; 0: not there or none */
	__u16 ip_check;
	__u16 l4_check;
	__u16 pad;
};

static __always_inline int is_icmp_error(const struct packet *packet)
{
	__u8 type = packet->icmp_type;

	if (packet->is_v6)
		return packet->flow.protocol == IPPROTO_ICMPV6 && type >= ICMPV6_UNREACHABLE &&
		       type <= ICMPV6_PARAMETER_PROBLEM;
	return packet->flow.protocol == IPPROTO_ICMP &&
	       (type == ICMP_UNREACHABLE || type == ICMP_TIME_EXCEEDED || type == ICMP_PARAMETER_PROBLEM);
}

static __always_inline int parse_embedded(void *ctx, const enum hook hook, const struct packet *packet,
					  struct embedded *embedded)
{
	hook_pull(ctx, hook, PARSE_BYTES + ICMP_LENGTH + sizeof(struct ipv6hdr));

	void *end = hook_data_end(ctx, hook), *start = hook_data(ctx, hook);
	__u32 l3 = (packet->l4 & L4_MAX) + ICMP_LENGTH;
	void *inner = start + l3;
	__u32 header;

	if (packet->is_v6) {
		struct ipv6hdr *ip = inner;

		if ((void *)(ip + 1) > end || ip->version != 6)
			return -1;
		header = sizeof(*ip);
		embedded->flow.protocol = ip->nexthdr;
		__builtin_memcpy(&embedded->flow.source, &ip->saddr, sizeof(ip->saddr));
		__builtin_memcpy(&embedded->flow.destination, &ip->daddr, sizeof(ip->daddr));
	} else {
		struct iphdr *ip = inner;

		if ((void *)(ip + 1) > end || ip->version != 4 || ip->ihl < 5 ||
		    (ip->frag_off & bpf_htons(IPV4_FRAGMENT_OFFSET)))
			return -1;
		header = ip->ihl * 4;
		embedded->flow.protocol = ip->protocol;
		embedded->ip_check = ip->check;
		map_v4(&embedded->flow.source, ip->saddr);
		map_v4(&embedded->flow.destination, ip->daddr);
	}
	embedded->l3 = l3;
	embedded->l4 = l3 + header;

	__be16 *l4 = inner + header;

	if ((void *)l4 + L4_PROMISED > end || embedded->l4 + L4_PROMISED > L3 + packet->length)
		return -1;
	embedded->flow.source_port = l4[0];
	embedded->flow.destination_port = l4[1];
	if (embedded->flow.protocol == IPPROTO_UDP && l4[UDP_CHECK_OFFSET / 2]) {
		embedded->l4_check_at = embedded->l4 + UDP_CHECK_OFFSET;
		embedded->l4_check = l4[UDP_CHECK_OFFSET / 2];
	} else if (embedded->flow.protocol == IPPROTO_TCP && (void *)l4 + TCP_CHECK_OFFSET + 2 <= end &&
		   embedded->l4 + TCP_CHECK_OFFSET + 2 <= L3 + packet->length) {
		embedded->l4_check_at = embedded->l4 + TCP_CHECK_OFFSET;
		embedded->l4_check = l4[TCP_CHECK_OFFSET / 2];
	}
	return 0;
}

/* The flow of the answer to `flow`. */
static __always_inline void reverse(const struct flow *flow, struct flow *reversed)
{
	reversed->source = flow->destination;
	reversed->destination = flow->source;
	reversed->source_port = flow->destination_port;
	reversed->destination_port = flow->source_port;
	reversed->protocol = flow->protocol;
	reversed->pad[0] = reversed->pad[1] = reversed->pad[2] = 0;
}

/* nat: `side` of the embedded packet becomes `address` and `port`, all checksums following. */
static __always_inline int translate_embedded(void *ctx, const enum hook hook, const struct packet *packet,
					      const struct embedded *embedded, enum side side,
					      const struct address *address, __be16 port)
{
	const struct address *from = side == SIDE_SOURCE ? &embedded->flow.source : &embedded->flow.destination;
	__be16 old = side == SIDE_SOURCE ? embedded->flow.source_port : embedded->flow.destination_port;
	__u64 addresses = sum_change_address(0, from, address);
	__u64 ports = sum_change(0, old, port);
	__u64 sum = addresses + ports;
	int failed = 0;

	if (packet->is_v6) {
		__u32 at = side == SIDE_SOURCE ? offsetof(struct ipv6hdr, saddr) : offsetof(struct ipv6hdr, daddr);

		failed |= hook_write(ctx, hook, embedded->l3 + at, address, sizeof(*address));
	} else {
		__u32 at = side == SIDE_SOURCE ? offsetof(struct iphdr, saddr) : offsetof(struct iphdr, daddr);
		__u16 check = sum_apply(embedded->ip_check, addresses);

		failed |= hook_write(ctx, hook, embedded->l3 + at, &address->word[3], sizeof(__be32));
		failed |= hook_write(ctx, hook, embedded->l3 + offsetof(struct iphdr, check), &check, sizeof(check));
		sum = sum_change(sum, embedded->ip_check, check);
	}
	failed |= hook_write(ctx, hook, embedded->l4 + (side == SIDE_SOURCE ? SOURCE_PORT_OFFSET : DESTINATION_PORT_OFFSET),
			     &port, sizeof(port));
	if (embedded->l4_check_at) {
		__u16 check = sum_apply(embedded->l4_check, addresses + ports);

		failed |= hook_write(ctx, hook, embedded->l4_check_at, &check, sizeof(check));
		sum = sum_change(sum, embedded->l4_check, check);
	}
	return failed | hook_checksum(ctx, hook, packet->l4 + ICMP_CHECK_OFFSET, sum, 0);
}

/* The outer header: `side` becomes `address`. Only ICMPv6 has it in its checksum. */
static __always_inline int translate_outer(void *ctx, const enum hook hook, struct packet *packet, enum side side,
					   const struct address *address)
{
	__u64 sum = set_address(packet, side, address);

	return packet->is_v6 ? hook_checksum(ctx, hook, packet->l4 + ICMP_CHECK_OFFSET, sum, BPF_F_PSEUDO_HDR) : 0;
}

/* About a packet that the service sent: to the real server behind it. */
static __always_inline int error_to_server(void *ctx, const enum hook hook, struct packet *packet,
					   const struct embedded *embedded, const struct session *session)
{
	__u32 index = session->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	if (!server || server->generation != session->generation || server->method == METHOD_LOCAL)
		return hook_pass(hook);
	if (hook == HOOK_XDP && !has_mac(server))
		return XDP_PASS;
	if (!server->ifindex || lower_ttl(packet))
		return hook_drop(hook);
	if (server->method == METHOD_NAT &&
	    (translate_embedded(ctx, hook, packet, embedded, SIDE_SOURCE, &server->address, server->port) ||
	     translate_outer(ctx, hook, packet, SIDE_DESTINATION, &server->address)))
		return hook_drop(hook);
	if (write_ip(ctx, hook, packet))
		return hook_drop(hook);
	count_event(EVENT_ICMP_FORWARDED);
	return send_to_server(ctx, hook, server);
}

/* nat: about a client's packet, from its real server or a router on the way there: to the client. */
static __always_inline int error_to_client(void *ctx, const enum hook hook, struct packet *packet,
					   const struct embedded *embedded, const struct flow *flow)
{
	struct session *session = bpf_map_lookup_elem(&sessions, flow);

	if (!session)
		return hook_pass(hook);
	if (hook == HOOK_XDP && !knows_client(session))
		return XDP_PASS;
	if (lower_ttl(packet) ||
	    translate_embedded(ctx, hook, packet, embedded, SIDE_DESTINATION, &flow->destination,
			       flow->destination_port))
		return hook_drop(hook);
	/* A router's own address stays; the real server's is the service's to the client. */
	if (is_same_address(&packet->flow.source, &session->server_address) &&
	    translate_outer(ctx, hook, packet, SIDE_SOURCE, &flow->destination))
		return hook_drop(hook);
	if (write_ip(ctx, hook, packet))
		return hook_drop(hook);
	count_event(EVENT_ICMP_FORWARDED);
	return send_to_client(ctx, hook, session);
}

static __always_inline int forward_icmp_error(void *ctx, const enum hook hook, struct packet *packet)
{
	struct embedded embedded = {};
	struct flow answer;

	if (packet->fragment || parse_embedded(ctx, hook, packet, &embedded))
		return hook_pass(hook);
	reverse(&embedded.flow, &answer);

	struct session *session = bpf_map_lookup_elem(&sessions, &answer);

	if (session) {
		int passage = passage_of(&answer.destination, sender_of(ctx, hook));

		return passage ? turn_away(ctx, hook, passage)
			       : error_to_server(ctx, hook, packet, &embedded, session);
	}

	struct flow *flow = bpf_map_lookup_elem(&replies, &answer);

	if (flow) {
		int passage = passage_of(&flow->destination, sender_of(ctx, hook));

		return passage ? turn_away(ctx, hook, passage)
			       : error_to_client(ctx, hook, packet, &embedded, flow);
	}
	return hook_pass(hook);
}

__noinline int forward_icmp_error_tc(struct __sk_buff *skb, struct packet *packet)
{
	return packet ? forward_icmp_error(skb, HOOK_TC, packet) : hook_pass(HOOK_TC);
}

__noinline int forward_icmp_error_xdp(struct xdp_md *frame, struct packet *packet)
{
	return packet ? forward_icmp_error(frame, HOOK_XDP, packet) : hook_pass(HOOK_XDP);
}

#endif
