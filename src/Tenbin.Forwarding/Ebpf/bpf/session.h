/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* The life of a session: its states, its end, and the load that it is to its server. */
#ifndef TENBIN_SESSION_H
#define TENBIN_SESSION_H

#include "sync.h"

#define CLOCK_MONOTONIC 1
#define TAKE_TRIES 4			/* against CPUs that move its state at the same time */
#define RENEWAL_NS 1000000000ull	/* a timer that meets a renewal looks again */

static __always_inline __u64 timeout_of(__u32 state)
{
	__u32 zero = 0;
	struct settings *set = bpf_map_lookup_elem(&settings, &zero);

	if (!set || state >= STATE_MAX)
		return 0;
	return set->timeout[state];
}

static __always_inline int is_active(__u32 state)
{
	return state == STATE_ESTABLISHED || state == STATE_UDP;
}

/* Adds (1) or takes away (-1) one session in `state` to or from what its server bears. */
static __always_inline void bear(__u32 server, __u32 state, int change)
{
	struct server_load *load = bpf_map_lookup_elem(&server_loads, &server);

	if (!load)
		return;
	if (is_active(state))
		__sync_fetch_and_add(&load->active, change);
	else
		__sync_fetch_and_add(&load->inactive, change);
}

/* Leading bits of a client's address that tell it from other clients of a persistent service. */
static __always_inline __u32 client_bits(const struct address *client, const struct service *service)
{
	return client->word[2] == MAPPED && !client->word[0] && !client->word[1]
		       ? 96u + service->persistence_prefix_v4
		       : service->persistence_prefix_v6;
}

static __always_inline void client_key(const struct address *client, __u32 service, __u32 bits, struct client_key *key)
{
	key->client = *client;
	key->service = service;
#pragma unroll
	for (int i = 0; i < 4; i++) {
		if (bits >= 32) {
			bits -= 32;
		} else {
			key->client.word[i] &= bits ? bpf_htonl(~0u << (32 - bits)) : 0;
			bits = 0;
		}
	}
}

static __always_inline struct service *service_of(const struct flow *flow)
{
	struct service_key key = {
		.address = flow->destination,
		.port = flow->destination_port,
		.protocol = flow->protocol,
	};

	return bpf_map_lookup_elem(&services, &key);
}

/* A persistent client has one session less; its time runs anew from here. */
static __always_inline void release_client(const struct flow *flow, const struct session *session)
{
	struct client_key key;

	if (!session->client_bits)
		return;
	client_key(&flow->source, session->service, session->client_bits, &key);

	struct client *client = bpf_map_lookup_elem(&clients, &key);

	if (!client)
		return;
	client->last_used = now_ns();
	if (client->live)
		__sync_fetch_and_add(&client->live, -1);
}

static __always_inline void reply_flow(const struct flow *flow, const struct address *server, __be16 port,
				       struct flow *reply)
{
	reply->source = *server;
	reply->destination = flow->source;
	reply->source_port = port;
	reply->destination_port = flow->source_port;
	reply->protocol = flow->protocol;
	reply->pad[0] = reply->pad[1] = reply->pad[2] = 0;
}

static __always_inline int is_same_address(const struct address *a, const struct address *b)
{
	return a->word[0] == b->word[0] && a->word[1] == b->word[1] && a->word[2] == b->word[2] &&
	       a->word[3] == b->word[3];
}

static __always_inline int is_same_flow(const struct flow *a, const struct flow *b)
{
	const __u64 *x = (const void *)a, *y = (const void *)b;

	return x[0] == y[0] && x[1] == y[1] && x[2] == y[2] && x[3] == y[3] && x[4] == y[4];
}

/* Takes a session from all others by making it `over`. The state it had; STATE_DEAD: someone else was first. */
static __always_inline __u32 take_session(struct session *session, __u32 over)
{
	for (int i = 0; i < TAKE_TRIES; i++) {
		__u32 state = session->state;

		if (is_over(state))
			return STATE_DEAD;
		if (__sync_val_compare_and_swap(&session->state, state, over) == state)
			return state;
	}
	return STATE_DEAD;
}

/* Takes the session's reply flow out of the table. */
static __always_inline void remove_reply(const struct flow *flow, const struct session *session)
{
	struct flow reply;

	reply_flow(flow, &session->server_address, session->server_port, &reply);

	struct flow *owner = bpf_map_lookup_elem(&replies, &reply);

	if (owner && is_same_flow(owner, flow))
		bpf_map_delete_elem(&replies, &reply);
}

/*
 * Ends a session once, whoever comes first: the winner takes its load off the
 * server. STATE_DEAD removes it; STATE_RENEWING leaves its entries and its timer
 * to the caller, who uses them anew. 0: it is not the caller's.
 */
static __noinline int end_session(struct flow *flow, __u32 over)
{
	struct session *session = flow ? bpf_map_lookup_elem(&sessions, flow) : NULL;

	if (!session)
		return 0;

	__u32 state = take_session(session, over);

	if (state == STATE_DEAD)
		return 0;
	if (over == STATE_DEAD)
		announce(flow, session, &session->version, CHANGE_END);

	__u32 index = session->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	/* A server that is gone has taken its load with it. */
	if (server && server->generation == session->generation)
		bear(index, state, -1);
	release_client(flow, session);
	if (over == STATE_RENEWING)
		return 1;
	remove_reply(flow, session);
	bpf_map_delete_elem(&sessions, flow);
	return 1;
}

/* Timer of a session: it ends if it was idle long enough, else the timer runs on for the rest. */
static int on_session_timer(void *map, struct flow *key, struct session *session)
{
	/* Signed: another CPU may have seen a packet since. */
	__u64 now = now_ns();
	__s64 idle = now - session->last_seen;
	__s64 timeout = session->state == STATE_RENEWING ? idle + RENEWAL_NS : timeout_of(session->state);

	if (idle < timeout) {
		session->due = now + timeout - idle;
		bpf_timer_start(&session->timer, timeout - idle, 0);
		return 0;
	}

	struct flow flow = *key;

	end_session(&flow, STATE_DEAD);
	return 0;
}

/*
 * Since Linux 6.18 a timer's memory is taken without waiting, and may be refused.
 * The session stands without one, and waits in `timerless` for another try or its end.
 */
static __always_inline void set_timer(const struct flow *flow, struct session *session, __u64 after)
{
	session->due = now_ns() + after;
	if (!bpf_timer_start(&session->timer, after, 0))
		return;
	if (bpf_timer_init(&session->timer, &sessions, CLOCK_MONOTONIC) ||
	    bpf_timer_set_callback(&session->timer, on_session_timer) ||
	    bpf_timer_start(&session->timer, after, 0)) {
		session->due = 0;
		bpf_map_push_elem(&timerless, flow, BPF_EXIST);
		count_event(EVENT_NO_TIMER);
	}
}

/* Makes the timer fire within `after`. One that fires sooner finds a later end by itself. */
static __always_inline void hasten_timer(struct session *session, __u64 after)
{
	__u64 due = now_ns() + after;

	if (session->due <= due)
		return;
	session->due = due;
	bpf_timer_start(&session->timer, after, 0);
}

/* The state that follows `state` on a segment with `flags`; the transitions are those of LVS. */
static __always_inline __u32 next_state(__u32 state, __u8 flags, int from_client, int sees_replies)
{
	if (flags & TCP_RST)
		return STATE_CLOSED;
	if (flags & TCP_FIN) {
		if (state != STATE_SYN_RECEIVED && state != STATE_ESTABLISHED &&
		    state != STATE_FIN_WAIT && state != STATE_CLOSE_WAIT)
			return state;
		if (!sees_replies)
			return STATE_FIN_WAIT;
		if (from_client)
			return state == STATE_FIN_WAIT ? STATE_TIME_WAIT : STATE_CLOSE_WAIT;
		return state == STATE_CLOSE_WAIT ? STATE_TIME_WAIT : STATE_FIN_WAIT;
	}
	if (state == STATE_SYN_RECEIVED && from_client && (flags & TCP_ACK) && !(flags & TCP_SYN))
		return STATE_ESTABLISHED;
	return state;
}

/* A packet passes. */
static __always_inline void touch(const struct flow *flow, struct session *session)
{
	__u64 now = now_ns();
	int is_due = is_refresh_due(session, now);

	session->last_seen = now;
	if (is_due)
		announce(flow, session, &session->version, CHANGE_SESSION);
}

/* Follows TCP through one segment. Of two CPUs that see the same step, one takes it. */
static __always_inline void track(const struct flow *flow, struct session *session, const struct packet *packet,
				  int from_client, int sees_replies)
{
	__u32 state = session->state;

	if (packet->flow.protocol != IPPROTO_TCP || is_over(state) || packet->fragment == FRAGMENT_LATER)
		return;

	__u32 next = next_state(state, packet->tcp_flags, from_client, sees_replies);

	if (next == state || __sync_val_compare_and_swap(&session->state, state, next) != state)
		return;
	if (is_active(state) != is_active(next)) {
		bear(session->server, state, -1);
		bear(session->server, next, 1);
	}
	hasten_timer(session, timeout_of(next));
	announce(flow, session, &session->version, CHANGE_SESSION);
}

#endif
