/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* The way out: to a real server's next hop, or back to where a client's packets come from. */
#ifndef TENBIN_SEND_H
#define TENBIN_SEND_H

#include "session.h"

#define AF_INET 2
#define AF_INET6 10

static __always_inline int is_mapped(const struct address *address)
{
	return !address->word[0] && !address->word[1] && address->word[2] == MAPPED;
}

static __always_inline int has_mac(const struct server *server)
{
	return *(const __u64 *)server->mac != 0;
}

/* Layer-3 length of the largest packet that will be on the wire. */
static __always_inline __u32 wire_length(void *ctx, const enum hook hook, const struct packet *packet)
{
	__u32 segment = hook_segment_size(ctx, hook);

	return segment ? packet->l4 - L3 + packet->l4_length + segment : packet->length;
}

/* Bytes on the wire, layer 3 and up: each segment has headers of its own. */
static __always_inline __u32 wire_bytes(void *ctx, const enum hook hook, const struct packet *packet)
{
	return packet->length + (hook_segments(ctx, hook) - 1) * (packet->l4 - L3 + packet->l4_length);
}

static __always_inline int send_frame(void *ctx, const enum hook hook, __u32 ifindex, const __u8 *to, const __u8 *from)
{
	__u8 macs[2 * ETH_ALEN];

	__builtin_memcpy(macs, to, ETH_ALEN);
	__builtin_memcpy(macs + ETH_ALEN, from, ETH_ALEN);
	if (hook_write(ctx, hook, 0, macs, sizeof(macs))) {
		count_event(EVENT_FAILED);
		return hook_drop(hook);
	}
	if (hook == HOOK_XDP && ifindex == hook_ifindex(ctx, hook))
		return XDP_TX;
	return bpf_redirect(ifindex, 0);
}

/*
 * tc lets the kernel's neighbour table find the MAC, so that a cold or changed
 * neighbour costs no packet even while no daemon runs. XDP cannot, and writes
 * the one that the daemon keeps fresh; without one its caller leaves the packet to tc.
 */
static __always_inline int send_to_server(void *ctx, const enum hook hook, const struct server *server)
{
	if (hook == HOOK_XDP)
		return send_frame(ctx, hook, server->ifindex, server->mac, server->own_mac);

	struct bpf_redir_neigh hop = {};

	if (is_mapped(&server->next_hop)) {
		hop.nh_family = AF_INET;
		hop.ipv4_nh = server->next_hop.word[3];
	} else {
		hop.nh_family = AF_INET6;
		__builtin_memcpy(hop.ipv6_nh, &server->next_hop, sizeof(hop.ipv6_nh));
	}
	return bpf_redirect_neigh(server->ifindex, &hop, sizeof(hop), 0);
}

/* Not until its first packet here, in a session that came from another director. */
static __always_inline int knows_client(const struct session *session)
{
	const __u16 *mac = (const __u16 *)session->client_mac;

	return mac[0] | mac[1] | mac[2];
}

/*
 * Replies take the way that the client's last packet came. Where none came yet, tc
 * lets the kernel's own routes lead from the interface that the daemon found.
 */
static __always_inline int send_to_client(void *ctx, const enum hook hook, const struct session *session)
{
	if (hook == HOOK_TC && !knows_client(session)) {
		if (!session->client_ifindex) {
			count_event(EVENT_NO_ROUTE);
			return hook_drop(hook);
		}
		return bpf_redirect_neigh(session->client_ifindex, NULL, 0, 0);
	}
	return send_frame(ctx, hook, session->client_ifindex, session->client_mac, session->own_mac);
}

/*
 * Notes where a nat client's packets come from; written only when it changes. A node
 * that relays is not where the client is: of its packets the interface says the way.
 */
static __always_inline void learn_client(void *ctx, const enum hook hook, struct session *session)
{
	struct ethhdr *ethernet = hook_data(ctx, hook);
	__u32 ifindex = hook_ifindex(ctx, hook);

	if ((void *)(ethernet + 1) > hook_data_end(ctx, hook))
		return;

	__u16 *to = (__u16 *)ethernet->h_dest, *from = (__u16 *)ethernet->h_source;
	__u16 *own = (__u16 *)session->own_mac, *client = (__u16 *)session->client_mac;

	if (session->client_ifindex == ifindex && client[0] == from[0] && client[1] == from[1] &&
	    client[2] == from[2] && own[0] == to[0] && own[1] == to[1] && own[2] == to[2])
		return;
	if (is_relayer(sender_of(ctx, hook))) {
		if (!session->client_ifindex)
			session->client_ifindex = ifindex;
		return;
	}
	session->client_ifindex = ifindex;
	__builtin_memcpy(session->client_mac, ethernet->h_source, ETH_ALEN);
	__builtin_memcpy(session->own_mac, ethernet->h_dest, ETH_ALEN);
}

#endif
