/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Sessions of another director's, entered so that they go on here when it is gone. */
#ifndef TENBIN_IMPORT_H
#define TENBIN_IMPORT_H

#include "forward.h"

enum import_outcome {
	IMPORT_ENTERED,
	IMPORT_STALE,
	IMPORT_REFUSED,
	IMPORT_UNKNOWN,
};

/* The server that a change names; NULL when its slot is another's by now. */
static __always_inline struct server *named_server(const struct import *import)
{
	__u32 index = import->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	return server && server->admission && server->generation == import->generation ? server : NULL;
}

/* When its last packet passed, a refresh period late: its owner tells of a live session once in so long. */
static __always_inline __u64 seen_at(const struct import *import)
{
	return now_ns() - import->idle * NS_PER_MS + REFRESH_NS;
}

/* Gives a session what is told of it. */
static __always_inline void renew_from(struct session *session, const struct import *import)
{
	__u64 seen = seen_at(import);
	__s64 after = timeout_of(import->state) + seen - now_ns();

	if ((__s64)(seen - session->last_seen) > 0)
		session->last_seen = seen;
	session->version = import->version;
	session->round = import->round;
	hasten_timer(session, after > 0 ? after : 1);
}

/* Moves a session that is here to the state that is told. 0: its end came first. */
static __always_inline int move_on(struct session *session, __u32 next)
{
	for (int i = 0; i < TAKE_TRIES; i++) {
		__u32 state = session->state;

		if (is_over(state))
			return 0;
		if (__sync_val_compare_and_swap(&session->state, state, next) != state)
			continue;
		if (is_active(state) != is_active(next)) {
			bear(session->server, state, -1);
			bear(session->server, next, 1);
		}
		return 1;
	}
	return 0;
}

static __always_inline int import_session(struct flow *flow, const struct import *import)
{
	struct session *session = bpf_map_lookup_elem(&sessions, flow);
	__u32 state = import->state;

	if (state == STATE_DEAD || state >= STATE_MAX)
		return IMPORT_REFUSED;
	if (session) {
		if (is_older(import->version, session->version))
			return IMPORT_STALE;
		if (session->server == import->server && session->generation == import->generation &&
		    move_on(session, state)) {
			renew_from(session, import);
			return IMPORT_ENTERED;
		}
		/* Dead and still there: as in session_for. */
		if (!end_session(flow, STATE_DEAD))
			bpf_map_delete_elem(&sessions, flow);
	}
	if (insert_session(flow, import->server, state) != INSERTED)
		return IMPORT_REFUSED;
	session = bpf_map_lookup_elem(&sessions, flow);
	if (!session)
		return IMPORT_REFUSED;
	session->created -= import->age * NS_PER_MS;
	session->last_seen = seen_at(import);
	session->client_ifindex = import->client_ifindex;
	renew_from(session, import);

	struct service *service = service_of(flow);

	if (service && (service->flags & SERVICE_PERSISTENT))
		keep_client(flow, service, 1);
	if (state == STATE_SYN_RECEIVED && drops_half_open())
		bpf_map_push_elem(&half_open, flow, BPF_EXIST);
	retry_timer();
	return IMPORT_ENTERED;
}

static __always_inline int import_end(struct flow *flow, const struct import *import)
{
	struct session *session = bpf_map_lookup_elem(&sessions, flow);

	if (session && is_older(import->version, session->version))
		return IMPORT_STALE;
	end_session(flow, STATE_DEAD);
	return IMPORT_ENTERED;
}

static __always_inline int import_tie(struct flow *flow, const struct import *import)
{
	struct service *service = service_of(flow);
	struct client_key key;

	if (!service || !(service->flags & SERVICE_PERSISTENT))
		return IMPORT_REFUSED;

	struct client fresh = { .keep = service->persistence };

	client_key(&flow->source, service->id, client_bits(&flow->source, service), &key);
	bpf_map_update_elem(&clients, &key, &fresh, BPF_NOEXIST);

	struct client *client = bpf_map_lookup_elem(&clients, &key);

	if (!client)
		return IMPORT_REFUSED;
	if (is_older(import->version, client->version))
		return IMPORT_STALE;
	client->server = import->server;
	client->generation = import->generation;
	client->version = import->version;
	client->last_used = now_ns() - import->idle * NS_PER_MS;
	set_client_timer(flow, client);
	return IMPORT_ENTERED;
}

/* A function of its own, so that the verifier looks at it once. */
__noinline int import_one(const struct import *import)
{
	struct flow flow;

	if (!import)
		return IMPORT_REFUSED;
	/* Map keys must be on this function's stack. */
	flow = import->flow;
	/* What this director serves, it knows best. */
	if (gate_of(&flow.destination) == GATE_OPEN)
		return IMPORT_STALE;
	if (import->kind == CHANGE_END)
		return import_end(&flow, import);
	if (!named_server(import))
		return IMPORT_UNKNOWN;
	return import->kind == CHANGE_TIE ? import_tie(&flow, import) : import_session(&flow, import);
}

static __always_inline int import_all(struct __sk_buff *skb)
{
	struct import import;
	__u64 counts = 0;
	__u16 count;

	if (bpf_skb_load_bytes(skb, offsetof(struct import_batch, count), &count, sizeof(count)))
		return -1;
	for (__u32 i = 0; i < IMPORT_MAX; i++) {
		if (i >= count ||
		    bpf_skb_load_bytes(skb, offsetof(struct import_batch, imports) + i * sizeof(import), &import,
				       sizeof(import)))
			break;
		/* Four counters in one word: a branch for each would double the verifier's work at each turn. */
		counts += 1ull << (import_one(&import) & 3) * 16;
	}

	struct import_result result = {
		.entered = counts & 0xffff,
		.stale = counts >> 16 & 0xffff,
		.refused = counts >> 32 & 0xffff,
		.unknown = counts >> 48,
	};

	return bpf_skb_store_bytes(skb, 0, &result, sizeof(result), 0);
}

#endif
