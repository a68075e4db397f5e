/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* A packet's way through the balancer. */
#ifndef TENBIN_FORWARD_H
#define TENBIN_FORWARD_H

#include "open.h"
#include "relay.h"
#include "too_big.h"

static __always_inline int drop(const enum hook hook, __u32 event)
{
	count_event(event);
	return hook_drop(hook);
}

/* May this packet go on in `session`, whose server is `server`? Else the session is over. */
static __always_inline int goes_on(const struct session *session, const struct server *server,
				   const struct packet *packet)
{
	__u32 state = session->state;
	int begins = packet->flow.protocol == IPPROTO_TCP && (packet->tcp_flags & (TCP_SYN | TCP_ACK)) == TCP_SYN;

	if (is_over(state) || server->generation != session->generation)
		return 0;
	if (server->admission == ADMISSION_DOWN && (state == STATE_UDP || (begins && state == STATE_SYN_RECEIVED)))
		return 0;
	/* The client's port, used anew. */
	return !(begins && (state == STATE_FIN_WAIT || state == STATE_CLOSE_WAIT ||
			    state == STATE_TIME_WAIT || state == STATE_CLOSED));
}

/* Removes what a renewal that came to nothing leaves. */
static __noinline int abandon(struct flow *flow)
{
	struct session *session = flow ? bpf_map_lookup_elem(&sessions, flow) : NULL;

	if (!session)
		return 0;
	announce(flow, session, &session->version, CHANGE_END);
	remove_reply(flow, session);
	bpf_map_delete_elem(&sessions, flow);
	return 1;
}

/*
 * The live session of a packet from a client, begun if need be. NULL: drop it; the
 * event is counted, unless another CPU begins the session at this very moment.
 */
static __always_inline struct session *session_for(struct packet *packet, struct service *service, int *begun)
{
	struct session *session = bpf_map_lookup_elem(&sessions, &packet->flow);
	int renews = 0;

	if (session) {
		__u32 index = session->server;
		struct server *server = bpf_map_lookup_elem(&servers, &index);

		if (server && goes_on(session, server, packet))
			return session;
		renews = end_session(&packet->flow, STATE_RENEWING);
		if (!renews) {
			if (session->state == STATE_RENEWING)
				return NULL;
			/* Dead and still there: its remover lost it to another use of its slot. */
			bpf_map_delete_elem(&sessions, &packet->flow);
		}
	}
	if (open_session(packet, service, renews)) {
		if (renews)
			abandon(&packet->flow);
		return NULL;
	}
	retry_timer();
	*begun = 1;
	session = bpf_map_lookup_elem(&sessions, &packet->flow);
	if (session)
		announce(&packet->flow, session, &session->version, CHANGE_SESSION);
	return session;
}

static __always_inline int to_server(void *ctx, const enum hook hook, struct packet *packet, struct service *service)
{
	int begun = 0;
	struct session *session = session_for(packet, service, &begun);

	if (!session)
		return hook_drop(hook);

	__u32 index = session->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	if (!server)
		return drop(hook, EVENT_FAILED);

	__u8 method = server->method;

	/* What XDP cannot send, tc can; it finds the session begun and counts the packet. */
	if (hook == HOOK_XDP && (method == METHOD_LOCAL || !has_mac(server)))
		return XDP_PASS;
	if (packet->fragment == FRAGMENT_FIRST)
		remember_fragment(packet);
	touch(&packet->flow, session);
	/* The packet that begins a session establishes none, but may end one. */
	if (!begun || (packet->tcp_flags & TCP_FIN))
		track(&packet->flow, session, packet, 1, method == METHOD_NAT);
	count_in(index, hook_segments(ctx, hook), wire_bytes(ctx, hook, packet));
	if (method == METHOD_LOCAL)
		return hook_pass(hook);
	if (!server->ifindex)
		return drop(hook, EVENT_NO_ROUTE);
	if (lower_ttl(packet))
		return drop(hook, EVENT_TTL);
	if (server->mtu && wire_length(ctx, hook, packet) > server->mtu)
		return answer_too_big(ctx, hook, packet, server->mtu);
	if (method == METHOD_NAT) {
		learn_client(ctx, hook, session);
		if (translate(ctx, hook, packet, SIDE_DESTINATION, &server->address, server->port))
			return drop(hook, EVENT_FAILED);
	}
	if (write_ip(ctx, hook, packet))
		return drop(hook, EVENT_FAILED);
	return send_to_server(ctx, hook, server);
}

/* nat: a real server's reply. Anything else is not ours. */
static __always_inline int to_client(void *ctx, const enum hook hook, struct packet *packet)
{
	struct flow *flow = bpf_map_lookup_elem(&replies, &packet->flow);

	if (!flow)
		return hook_pass(hook);

	int passage = has_gates() ? passage_of(&flow->destination, sender_of(ctx, hook)) : PASSAGE_FREE;

	if (passage == PASSAGE_NONE)
		return drop_gated(hook);

	struct session *session = bpf_map_lookup_elem(&sessions, flow);

	if (passage)
		return session && is_unsettled(session) ? drop_gated(hook) : turn_away(ctx, hook, passage);
	if (!session || is_over(session->state))
		return hook_pass(hook);

	__u32 index = session->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);
	__u32 ifindex = session->client_ifindex;
	struct interface *egress = bpf_map_lookup_elem(&interfaces, &ifindex);

	if (!server || server->generation != session->generation)
		return hook_pass(hook);
	if (hook == HOOK_XDP && !knows_client(session))
		return XDP_PASS;
	if (packet->fragment == FRAGMENT_FIRST)
		remember_fragment(packet);
	touch(flow, session);
	track(flow, session, packet, 0, 1);
	count_out(index, hook_segments(ctx, hook), wire_bytes(ctx, hook, packet));
	if (lower_ttl(packet))
		return drop(hook, EVENT_TTL);
	if (egress && wire_length(ctx, hook, packet) > egress->mtu)
		return answer_too_big(ctx, hook, packet, egress->mtu);
	if (translate(ctx, hook, packet, SIDE_SOURCE, &flow->destination, flow->destination_port) ||
	    write_ip(ctx, hook, packet))
		return drop(hook, EVENT_FAILED);
	return send_to_client(ctx, hook, session);
}

/* Apart from their callers, so that the verifier looks at each way through a header once. */
__noinline int parse_tc(struct __sk_buff *skb, struct packet *packet)
{
	return packet ? parse(skb, HOOK_TC, packet) : -1;
}

__noinline int parse_xdp(struct xdp_md *frame, struct packet *packet)
{
	return packet ? parse(frame, HOOK_XDP, packet) : -1;
}

/*
 * The headers are nearly always readable as they come. Pulling without need
 * would copy payload, and with a shared packet its whole head.
 */
static __always_inline int read_packet(void *ctx, const enum hook hook, struct packet *packet)
{
	if (hook == HOOK_XDP)
		return parse_xdp(ctx, packet);
	return parse_tc(ctx, packet) && (!hook_pull(ctx, hook, PARSE_BYTES) || parse_tc(ctx, packet));
}

/* Sends on what comes to a group that another node serves by now. */
static __always_inline int relay_request(void *ctx, const enum hook hook, __u32 node)
{
	struct packet packet = {};

	if (!read_packet(ctx, hook, &packet)) {
		struct session *session = bpf_map_lookup_elem(&sessions, &packet.flow);

		if (session && is_unsettled(session))
			return drop_gated(hook);
	}
	return relay_frame(ctx, hook, node);
}

__noinline int relay_request_tc(struct __sk_buff *skb, __u32 node)
{
	return relay_request(skb, HOOK_TC, node);
}

__noinline int relay_request_xdp(struct xdp_md *frame, __u32 node)
{
	return relay_request(frame, HOOK_XDP, node);
}

static __always_inline int balance(void *ctx, const enum hook hook)
{
	struct packet packet = {};

	/* Ahead of all else: what is left to the stack must not reach a gated address either. */
	int passage = passage_in(ctx, hook);

	if (passage > 0)
		return hook == HOOK_TC ? relay_request_tc(ctx, passage - 1) : relay_request_xdp(ctx, passage - 1);
	if (passage)
		return drop_gated(hook);
	if (!is_for_us(ctx, hook) || read_packet(ctx, hook, &packet))
		return hook_pass(hook);
	if (is_icmp_error(&packet))
		return hook == HOOK_TC ? forward_icmp_error_tc(ctx, &packet) : forward_icmp_error_xdp(ctx, &packet);
	if (packet.flow.protocol != IPPROTO_TCP && packet.flow.protocol != IPPROTO_UDP)
		return hook_pass(hook);

	struct service *service = service_of(&packet.flow);

	if (service)
		return to_server(ctx, hook, &packet, service);
	return to_client(ctx, hook, &packet);
}

#endif
