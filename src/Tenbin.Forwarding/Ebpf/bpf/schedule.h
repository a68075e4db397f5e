/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Which real server a new session gets. */
#ifndef TENBIN_SCHEDULE_H
#define TENBIN_SCHEDULE_H

#include "session.h"

#define NO_SERVER ((__u32)-1)
/* lc and wlc compare all servers of a service that has up to so many; else a sample, which balances nearly as well. */
#define LEAST_ALL 256
#define LEAST_SAMPLE 8
/* What an established session weighs against another, as in LVS (ip_vs_dest_conn_overhead). */
#define ACTIVE_WEIGHT 256

struct choice {
	__u32 server;
	__u32 slot;
	__u32 slots;
};

/* Mixes one word into a hash (the 32-bit finalizer of MurmurHash3). */
static __always_inline __u32 hash_mix(__u32 hash, __u32 word)
{
	hash ^= word;
	hash ^= hash >> 16;
	hash *= 0x85ebca6b;
	hash ^= hash >> 13;
	hash *= 0xc2b2ae35;
	return hash ^ (hash >> 16);
}

static __always_inline __u32 hash_client(const struct flow *flow, int with_port)
{
	__u32 hash = hash_mix(0, flow->source.word[0]);

	hash = hash_mix(hash, flow->source.word[1]);
	hash = hash_mix(hash, flow->source.word[2]);
	hash = hash_mix(hash, flow->source.word[3]);
	return with_port ? hash_mix(hash, flow->source_port) : hash;
}

struct least {
	__u64 load;
	__u64 weight;			/* 0: no server looked at yet */
	__u32 slot;
	__u32 weighted;
};

/* Is the server of `slot` less loaded for its weight than the best so far? */
static __always_inline void compare_load(struct least *best, __u32 slot, const __u32 *server)
{
	struct server_load *load = bpf_map_lookup_elem(&server_loads, server);
	struct server *real = bpf_map_lookup_elem(&servers, server);

	if (!load || !real)
		return;

	__u64 sum = (__u64)load->active * ACTIVE_WEIGHT + load->inactive;
	__u64 weight = best->weighted ? real->weight : 1;

	if (best->weight && sum * best->weight >= best->load * weight)
		return;
	best->load = sum;
	best->weight = weight;
	best->slot = slot;
}

static long compare_slot(void *table, __u32 *key, __u32 *server, struct least *best)
{
	if (*key)			/* slot 0 holds the count */
		compare_load(best, *key - 1, server);
	return 0;
}

/* The slot of the least loaded server: of all, or of a sample when they are many. */
static __always_inline __u32 least_loaded(void *table, __u32 slots, int weighted)
{
	struct least best = { .weighted = weighted };

	if (slots <= LEAST_ALL) {
		bpf_for_each_map_elem(table, compare_slot, &best, 0);
		return best.slot;
	}
	for (int i = 0; i < LEAST_SAMPLE; i++) {
		__u32 slot = bpf_get_prandom_u32() % slots;
		__u32 key = slot + 1;
		__u32 *server = bpf_map_lookup_elem(table, &key);

		if (server)
			compare_load(&best, slot, server);
	}
	return best.slot;
}

/*
 * Chooses a server. `attempt` asks for another one than before, where the
 * scheduler has another; `dry` leaves no trace.
 */
__noinline int schedule(const struct flow *flow, const struct service *service, __u32 attempt, __u32 dry,
			struct choice *choice)
{
	if (!flow || !service || !choice)
		return -1;

	__u32 zero = 0, id = service->id;
	__u8 scheduler = service->scheduler;
	void *table = bpf_map_lookup_elem(&schedules, &id);

	choice->server = NO_SERVER;
	choice->slots = 0;
	if (!table)
		return -1;

	__u32 *count = bpf_map_lookup_elem(table, &zero);

	if (!count || !*count)
		return -1;

	__u32 slots = *count, slot = 0;

	if (scheduler == SCHEDULER_SH || scheduler == SCHEDULER_MH) {
		slot = hash_client(flow, service->flags & SERVICE_HASH_PORT) + attempt;
	} else if (scheduler == SCHEDULER_LC || scheduler == SCHEDULER_WLC) {
		slot = least_loaded(table, slots, scheduler == SCHEDULER_WLC) + attempt;
	} else {
		__u32 *cursor = bpf_map_lookup_elem(&cursors, &id);

		if (!cursor)
			return -1;
		slot = dry ? *cursor : __sync_fetch_and_add(cursor, 1);
	}
	slot %= slots;

	__u32 key = slot + 1;
	__u32 *server = bpf_map_lookup_elem(table, &key);

	if (!server)
		return -1;
	choice->server = *server;
	choice->slot = slot;
	choice->slots = slots;
	return 0;
}

/* The server that a persistent client has, if it may still get new sessions there. */
__noinline int persistent_server(const struct flow *flow, const struct service *service)
{
	struct client_key key;

	if (!flow || !service)
		return NO_SERVER;
	client_key(&flow->source, service->id, client_bits(&flow->source, service), &key);

	struct client *client = bpf_map_lookup_elem(&clients, &key);

	if (!client)
		return NO_SERVER;

	__u32 index = client->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	if (!server || server->generation != client->generation || server->admission != ADMISSION_OPEN)
		return NO_SERVER;
	return index;
}

/* A client is kept while it has sessions and for its time after, but never longer than its server. */
static int on_client_timer(void *map, struct client_key *key, struct client *client)
{
	__s64 left = client->keep - (now_ns() - client->last_used);
	__u32 index = client->server;
	struct server *server = bpf_map_lookup_elem(&servers, &index);

	if ((client->live || left > 0) && server && server->generation == client->generation) {
		bpf_timer_start(&client->timer, left > 0 ? (__u64)left : client->keep, 0);
		return 0;
	}

	struct client_key gone = *key;

	bpf_map_delete_elem(&clients, &gone);
	return 0;
}

/* As `set_timer` does for a session; `flow` is one of the client's. */
static __always_inline void set_client_timer(const struct flow *flow, struct client *client)
{
	if (!bpf_timer_start(&client->timer, client->keep, 0))
		return;
	if (bpf_timer_init(&client->timer, &clients, CLOCK_MONOTONIC) ||
	    bpf_timer_set_callback(&client->timer, on_client_timer) ||
	    bpf_timer_start(&client->timer, client->keep, 0)) {
		bpf_map_push_elem(&timerless, flow, BPF_EXIST);
		count_event(EVENT_NO_TIMER);
	}
}

/*
 * Another try for the session, or its client, that has waited longest for a
 * timer, or its end if it is over. Called whenever a session begins: as many
 * leave `timerless` as come, so it works even if no timer is ever to be had.
 */
__noinline int retry_timer(void)
{
	struct client_key key;
	struct flow flow;

	if (bpf_map_pop_elem(&timerless, &flow))
		return 0;

	struct session *session = bpf_map_lookup_elem(&sessions, &flow);

	if (!session)
		return 1;

	__u64 timeout = timeout_of(session->state);

	if ((__s64)(now_ns() - session->last_seen) >= (__s64)timeout) {
		end_session(&flow, STATE_DEAD);
		return 1;
	}
	set_timer(&flow, session, timeout);
	client_key(&flow.source, session->service, session->client_bits, &key);

	struct client *client = session->client_bits ? bpf_map_lookup_elem(&clients, &key) : NULL;

	if (client)
		set_client_timer(&flow, client);
	return 1;
}

/*
 * Ties a persistent client to the server of its session, which it has just begun. A
 * session that is `imported` ties only a client that is not tied yet.
 */
static __noinline int keep_client(const struct flow *flow, const struct service *service, int imported)
{
	struct client fresh = { .keep = service->persistence };
	struct client_key key;
	__u32 bits = client_bits(&flow->source, service);
	struct session *session = bpf_map_lookup_elem(&sessions, flow);

	if (!session || session->client_bits)
		return 0;
	client_key(&flow->source, service->id, bits, &key);
	bpf_map_update_elem(&clients, &key, &fresh, BPF_NOEXIST);

	struct client *client = bpf_map_lookup_elem(&clients, &key);

	if (!client) {
		count_event(EVENT_TABLE_FULL);
		return -1;
	}

	int moves = client->server != session->server || client->generation != session->generation;

	if (moves && !(imported && client->generation)) {
		client->server = session->server;
		client->generation = session->generation;
	}
	client->keep = service->persistence;
	client->last_used = now_ns();
	session->client_bits = bits;
	__sync_fetch_and_add(&client->live, 1);
	set_client_timer(flow, client);
	if (moves && !imported)
		announce(flow, session, &client->version, CHANGE_TIE);
	return 0;
}

#endif
