/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* The one parser: frame → struct packet. */
#ifndef TENBIN_PACKET_H
#define TENBIN_PACKET_H

#include <linux/in.h>
#include <linux/ip.h>
#include <linux/ipv6.h>
#include <linux/tcp.h>
#include <linux/udp.h>
#include <bpf/bpf_endian.h>
#include "count.h"
#include "hook.h"

/* Enough for Ethernet, any IP header with what follows it, and the ports; more is pulled when needed. */
#define PARSE_BYTES 128
#define IPV6_EXTENSIONS_MAX 6
#define L3 ETH_HLEN			/* offset of the IP header: only untagged Ethernet is ours */
#define L4_MAX 0x7ff			/* largest offset of a layer-4 header that is read */
#define MAPPED bpf_htonl(0xffff)

#define TCP_FIN 0x01
#define TCP_SYN 0x02
#define TCP_RST 0x04
#define TCP_ACK 0x10
#define TCP_FLAGS_OFFSET 13
#define TCP_LENGTH_OFFSET 12

#define IPV4_MORE_FRAGMENTS 0x2000
#define IPV4_FRAGMENT_OFFSET 0x1fff
#define IPV6_MORE_FRAGMENTS 0x0001
#define IPV6_FRAGMENT_OFFSET 0xfff8

enum fragment {
	FRAGMENT_NONE = 0,
	FRAGMENT_FIRST,
	FRAGMENT_LATER,
};

struct packet {
	struct flow flow;
	union {
		struct iphdr v4;
		struct ipv6hdr v6;
	} ip;				/* copy of the fixed header */
	__be32 fragment_id;
	__u32 length;			/* layer 3 and up, as the IP header says */
	__u16 l4;			/* offset of the layer-4 header */
	__u8 is_v6;
	__u8 fragment;
	__u8 tcp_flags;
	__u8 l4_length;			/* of the layer-4 header, bytes; 0 in a later fragment */
	__u8 icmp_type;
	__u8 icmp_code;
};

/* IPv6 extension header that carries its own length (RFC 8200 §4). */
struct ipv6_extension {
	__u8 next;
	__u8 length;			/* 8-byte units beyond the first */
	__u8 data[6];
};

struct ipv6_fragment {
	__u8 next;
	__u8 reserved;
	__be16 offset;
	__be32 id;
};

/* The same for ICMP and ICMPv6 (RFC 792, RFC 4443 §2.1). */
struct icmp_header {
	__u8 type;
	__u8 code;
	__be16 check;
	__be32 rest;
};

static __always_inline void map_v4(struct address *to, __be32 from)
{
	to->word[0] = 0;
	to->word[1] = 0;
	to->word[2] = MAPPED;
	to->word[3] = from;
}

static __always_inline int parse_v4(void *start, void *end, struct packet *packet)
{
	struct iphdr *ip = start + L3;

	if ((void *)(ip + 1) > end || ip->version != 4 || ip->ihl < 5)
		return -1;
	packet->ip.v4 = *ip;
	packet->l4 = L3 + ip->ihl * 4;
	packet->length = bpf_ntohs(ip->tot_len);
	packet->flow.protocol = ip->protocol;
	map_v4(&packet->flow.source, ip->saddr);
	map_v4(&packet->flow.destination, ip->daddr);

	__u16 fragment = bpf_ntohs(ip->frag_off);

	if (fragment & IPV4_FRAGMENT_OFFSET)
		packet->fragment = FRAGMENT_LATER;
	else if (fragment & IPV4_MORE_FRAGMENTS)
		packet->fragment = FRAGMENT_FIRST;
	packet->fragment_id = ip->id;
	return 0;
}

static __always_inline int parse_v6(void *start, void *end, struct packet *packet)
{
	struct ipv6hdr *ip = start + L3;

	if ((void *)(ip + 1) > end || ip->version != 6)
		return -1;
	packet->ip.v6 = *ip;
	packet->is_v6 = 1;
	packet->length = bpf_ntohs(ip->payload_len) + sizeof(*ip);
	__builtin_memcpy(&packet->flow.source, &ip->saddr, sizeof(ip->saddr));
	__builtin_memcpy(&packet->flow.destination, &ip->daddr, sizeof(ip->daddr));

	__u8 next = ip->nexthdr;
	__u32 offset = L3 + sizeof(*ip);

#pragma unroll
	for (int i = 0; i < IPV6_EXTENSIONS_MAX; i++) {
		if (next != IPPROTO_HOPOPTS && next != IPPROTO_DSTOPTS && next != IPPROTO_FRAGMENT)
			break;

		struct ipv6_extension *extension = start + offset;

		if ((void *)(extension + 1) > end)
			return -1;
		if (next == IPPROTO_FRAGMENT) {
			struct ipv6_fragment *fragment = (void *)extension;
			__u16 where = bpf_ntohs(fragment->offset);

			packet->fragment_id = fragment->id;
			if (where & IPV6_FRAGMENT_OFFSET)
				packet->fragment = FRAGMENT_LATER;
			else if (where & IPV6_MORE_FRAGMENTS)
				packet->fragment = FRAGMENT_FIRST;
			offset += sizeof(*fragment);
		} else {
			offset += ((__u32)extension->length + 1) * 8;
		}
		next = extension->next;
		if (packet->fragment == FRAGMENT_LATER)
			break;
	}
	if (offset > L4_MAX)
		return -1;
	packet->flow.protocol = next;
	packet->l4 = offset;
	return 0;
}

static __always_inline int parse_l4(void *start, void *end, struct packet *packet, int is_gso)
{
	void *l4 = start + (packet->l4 & L4_MAX);

	if (packet->flow.protocol == IPPROTO_TCP) {
		struct tcphdr *tcp = l4;

		if ((void *)(tcp + 1) > end || tcp->doff < 5)
			return -1;
		packet->flow.source_port = tcp->source;
		packet->flow.destination_port = tcp->dest;
		packet->tcp_flags = ((__u8 *)tcp)[TCP_FLAGS_OFFSET];
		packet->l4_length = tcp->doff * 4;
		return 0;
	}
	if (packet->flow.protocol == IPPROTO_UDP) {
		struct udphdr *udp = l4;

		if ((void *)(udp + 1) > end)
			return -1;
		packet->flow.source_port = udp->source;
		packet->flow.destination_port = udp->dest;
		packet->l4_length = sizeof(*udp);
		/* A fragment has less than it says, a packet still to be segmented maybe something else. */
		if (packet->fragment || is_gso)
			return 0;
		return bpf_ntohs(udp->len) < sizeof(*udp) || packet->l4 + bpf_ntohs(udp->len) > L3 + packet->length ? -1 : 0;
	}
	if (packet->flow.protocol == (packet->is_v6 ? IPPROTO_ICMPV6 : IPPROTO_ICMP)) {
		struct icmp_header *icmp = l4;

		if ((void *)(icmp + 1) > end)
			return -1;
		packet->icmp_type = icmp->type;
		packet->icmp_code = icmp->code;
		packet->l4_length = sizeof(*icmp);
		return 0;
	}
	return -1;
}

static __always_inline void fragment_key(const struct packet *packet, struct fragment_key *key)
{
	key->source = packet->flow.source;
	key->destination = packet->flow.destination;
	key->id = packet->fragment_id;
	key->protocol = packet->flow.protocol;
}

/* A later fragment has no ports of its own: they are those of its first. */
__noinline int parse_later_fragment(struct packet *packet)
{
	struct fragment_key key;

	if (!packet)
		return -1;
	fragment_key(packet, &key);

	struct ports *ports = bpf_map_lookup_elem(&fragments, &key);

	if (!ports) {
		count_event(EVENT_FRAGMENT_ORPHAN);
		return -1;
	}
	packet->flow.source_port = ports->source;
	packet->flow.destination_port = ports->destination;
	return 0;
}

/* Lets the later fragments of this first one find their way. */
__noinline int remember_fragment(const struct packet *packet)
{
	struct fragment_key key;
	struct ports ports;

	if (!packet)
		return -1;
	ports.source = packet->flow.source_port;
	ports.destination = packet->flow.destination_port;
	fragment_key(packet, &key);
	return bpf_map_update_elem(&fragments, &key, &ports, BPF_ANY);
}

/* Is the frame untagged and for this machine? A tagged one belongs to its VLAN interface's own program. */
static __always_inline int is_for_us(void *ctx, const enum hook hook)
{
	if (hook == HOOK_TC) {
		struct __sk_buff *skb = ctx;

		return skb->pkt_type == PACKET_HOST && !skb->vlan_present;
	}

	__u32 ifindex = hook_ifindex(ctx, hook);
	struct interface *interface = bpf_map_lookup_elem(&interfaces, &ifindex);
	__u16 *mac = hook_data(ctx, hook);

	if (!interface || (void *)(mac + 3) > hook_data_end(ctx, hook))
		return 0;

	__u16 *own = (__u16 *)interface->mac;

	return mac[0] == own[0] && mac[1] == own[1] && mac[2] == own[2];
}

/* Does the frame hold all that the headers promise? */
static __always_inline int is_whole(void *ctx, const enum hook hook, const struct packet *packet)
{
	__u32 end = L3 + packet->length;

	return packet->l4 + packet->l4_length <= end && end <= hook_length(ctx, hook);
}

/* 0: `packet` is filled in. Else: not ours, or malformed; to be left untouched. */
static __always_inline int parse(void *ctx, const enum hook hook, struct packet *packet)
{
	void *start = hook_data(ctx, hook);
	void *end = hook_data_end(ctx, hook);
	struct ethhdr *ethernet = start;
	int is_gso = hook_segment_size(ctx, hook) != 0;
	int error;

	if ((void *)(ethernet + 1) > end)
		return -1;
	if (ethernet->h_proto == bpf_htons(ETH_P_IP))
		error = parse_v4(start, end, packet);
	else if (ethernet->h_proto == bpf_htons(ETH_P_IPV6))
		error = parse_v6(start, end, packet);
	else
		return -1;
	if (error)
		return error;
	/* Beyond 64 KB the length field is 0 (BIG TCP). */
	if (is_gso)
		packet->length = hook_length(ctx, hook) - L3;
	if (packet->fragment != FRAGMENT_LATER && parse_l4(start, end, packet, is_gso))
		return -1;
	if (!is_whole(ctx, hook, packet))
		return -1;
	return packet->fragment == FRAGMENT_LATER ? parse_later_fragment(packet) : 0;
}

#endif
