/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* How a session begins: who may, where to, and its entry in both tables or in none. */
#ifndef TENBIN_OPEN_H
#define TENBIN_OPEN_H

#include "schedule.h"

#define ATTEMPTS 2			/* servers tried when a nat reply flow is taken */
#define HALF_OPEN_TRIES 32		/* half-open candidates looked at to make room */
#define SCOPE_BITS 32

static __always_inline int has_prefix(void *trie, __u32 scope, const struct address *address)
{
	struct scoped_prefix key = {
		.prefix = SCOPE_BITS + 128,
		.scope = scope,
		.address = *address,
	};

	return bpf_map_lookup_elem(trie, &key) != NULL;
}

/* Makes room by ending the oldest session that is still half-open. */
__noinline int drop_half_open(void)
{
	for (int i = 0; i < HALF_OPEN_TRIES; i++) {
		struct flow flow;

		if (bpf_map_pop_elem(&half_open, &flow))
			return 0;

		struct session *session = bpf_map_lookup_elem(&sessions, &flow);

		if (session && session->state == STATE_SYN_RECEIVED) {
			end_session(&flow, STATE_DEAD);
			count_event(EVENT_HALF_OPEN_DROPPED);
			return 1;
		}
	}
	return 0;
}

static __always_inline int drops_half_open(void)
{
	__u32 zero = 0;
	struct settings *set = bpf_map_lookup_elem(&settings, &zero);

	return set && set->drop_half_open;
}

/* The state of a session that begins with this packet; STATE_DEAD: it begins none. */
static __always_inline __u32 first_state(const struct packet *packet)
{
	if (packet->flow.protocol == IPPROTO_UDP)
		return STATE_UDP;
	if (packet->tcp_flags & TCP_RST)
		return STATE_DEAD;
	/*
	 * A SYN, or mid-stream and its session lost: then sent where its scheduler
	 * sends it, never reset. One packet alone, perhaps forged, is half-open.
	 */
	return STATE_SYN_RECEIVED;
}

enum insertion {
	INSERTED,
	INSERT_TAKEN,			/* the reply flow belongs to another session */
	INSERT_FULL,
};

/* A reply flow whose owner is gone or over may be taken over. */
static __always_inline int claim_reply(const struct flow *reply, const struct flow *flow)
{
	if (!bpf_map_update_elem(&replies, reply, flow, BPF_NOEXIST))
		return INSERTED;

	struct flow *owner = bpf_map_lookup_elem(&replies, reply);

	if (!owner)
		return INSERT_FULL;
	if (is_same_flow(owner, flow))
		return INSERTED;

	struct flow old = *owner;
	struct session *session = bpf_map_lookup_elem(&sessions, &old);

	if (session && session->state != STATE_CLOSED && session->state != STATE_TIME_WAIT)
		return INSERT_TAKEN;
	end_session(&old, STATE_DEAD);
	return bpf_map_update_elem(&replies, reply, flow, BPF_ANY) ? INSERT_FULL : INSERTED;
}

/* Enters a session of `state` with server `index` into both tables or into none. */
static __noinline int insert_session(struct flow *flow, __u32 index, __u32 state)
{
	struct server *server = bpf_map_lookup_elem(&servers, &index);
	struct flow reply;

	if (!flow || !server)
		return INSERT_FULL;

	int is_nat = server->method == METHOD_NAT;

	if (is_nat) {
		reply_flow(flow, &server->address, server->port, &reply);

		int claim = claim_reply(&reply, flow);

		if (claim != INSERTED)
			return claim;
	}

	struct session fresh = {
		.created = now_ns(),
		.state = state,
		.server = index,
		.generation = server->generation,
		.service = server->service,
		.server_address = server->address,
		.server_port = server->port,
	};

	fresh.last_seen = fresh.created;
	if (bpf_map_update_elem(&sessions, flow, &fresh, BPF_NOEXIST)) {
		/* Another CPU may have begun the same session: then it stands, with its own reply flow. */
		struct session *other = bpf_map_lookup_elem(&sessions, flow);

		if (is_nat && (!other || other->server != index || other->generation != fresh.generation))
			bpf_map_delete_elem(&replies, &reply);
		return other ? INSERTED : INSERT_FULL;
	}

	struct session *session = bpf_map_lookup_elem(&sessions, flow);

	if (!session)
		return INSERT_FULL;
	bear(index, state, 1);
	set_timer(flow, session, timeout_of(state));
	return INSERTED;
}

/*
 * Begins a session in the entry of one that is over (STATE_RENEWING): a client
 * that uses a port again costs neither an insertion nor a timer.
 */
static __noinline int renew_session(struct flow *flow, __u32 index, __u32 state)
{
	struct server *server = bpf_map_lookup_elem(&servers, &index);
	struct session *session = flow ? bpf_map_lookup_elem(&sessions, flow) : NULL;
	struct flow reply;

	if (!session || !server)
		return INSERT_FULL;
	if (server->method == METHOD_NAT) {
		reply_flow(flow, &server->address, server->port, &reply);

		int claim = claim_reply(&reply, flow);

		if (claim != INSERTED)
			return claim;
	}
	if (session->server_port != server->port || !is_same_address(&session->server_address, &server->address))
		remove_reply(flow, session);
	session->last_seen = session->created = now_ns();
	session->server = index;
	session->generation = server->generation;
	session->service = server->service;
	session->server_address = server->address;
	session->server_port = server->port;
	session->client_bits = 0;
	session->round = 0;
	bear(index, state, 1);
	hasten_timer(session, timeout_of(state));
	/* Last, since others keep off until then. */
	__sync_lock_test_and_set(&session->state, state);
	return INSERTED;
}

static __always_inline int begin_session(struct packet *packet, __u32 index, int renews)
{
	__u32 state = first_state(packet);

	return renews ? renew_session(&packet->flow, index, state) : insert_session(&packet->flow, index, state);
}

/* 0, or -1 when this client may not begin a session with server `index`. */
static __always_inline int may_use(const struct flow *flow, const struct service *service, __u32 index)
{
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	if (!server || !server->admission) {
		count_event(EVENT_NO_SERVER);
		return -1;
	}
	if (server->method == METHOD_NAT && (service->flags & SERVICE_REFUSE_ON_LINK) &&
	    has_prefix(&on_link, server->ifindex, &flow->source)) {
		count_event(EVENT_ON_LINK_CLIENT);
		return -1;
	}
	return 0;
}

/* Begins the session of `packet`, `renews`: in place of the caller's. -1 when there is to be none; the event is counted. */
static __noinline int open_session(struct packet *packet, struct service *service, int renews)
{
	struct choice choice = { .server = NO_SERVER };
	int result = INSERT_TAKEN;

	if (!packet || !service)
		return -1;

	if (first_state(packet) == STATE_DEAD) {
		count_event(EVENT_NO_SESSION);
		return -1;
	}
	if ((service->flags & SERVICE_ALLOW_LIST) && !has_prefix(&allowed, service->id, &packet->flow.source)) {
		count_event(EVENT_NOT_ALLOWED);
		return -1;
	}
	for (__u32 attempt = 0; attempt < ATTEMPTS && result == INSERT_TAKEN; attempt++) {
		choice.server = (service->flags & SERVICE_PERSISTENT) && !attempt ? persistent_server(&packet->flow, service) : NO_SERVER;
		if (choice.server == NO_SERVER && schedule(&packet->flow, service, attempt, 0, &choice)) {
			count_event(EVENT_NO_SERVER);
			return -1;
		}
		if (may_use(&packet->flow, service, choice.server))
			return -1;
		result = begin_session(packet, choice.server, renews);
		if (result == INSERT_FULL && drops_half_open() && drop_half_open())
			result = begin_session(packet, choice.server, renews);
	}
	if (result != INSERTED) {
		count_event(result == INSERT_FULL ? EVENT_TABLE_FULL : EVENT_TUPLE_TAKEN);
		return -1;
	}
	count_session(choice.server);
	if (service->flags & SERVICE_PERSISTENT)
		keep_client(&packet->flow, service, 0);
	if (first_state(packet) == STATE_SYN_RECEIVED && drops_half_open())
		bpf_map_push_elem(&half_open, &packet->flow, BPF_EXIST);
	return 0;
}

#endif
