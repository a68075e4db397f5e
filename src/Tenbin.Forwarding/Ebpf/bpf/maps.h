/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* The maps. Sizes marked "limit" are set by the loader from the configuration. */
#ifndef TENBIN_MAPS_H
#define TENBIN_MAPS_H

#include <linux/bpf.h>
#include <bpf/bpf_helpers.h>
#include "abi.h"

#define LIMIT_SERVICES 4096
#define LIMIT_SERVERS 65536
#define LIMIT_SESSIONS 1000000
#define LIMIT_PREFIXES 65536
#define LIMIT_INTERFACES 1024
#define LIMIT_FRAGMENTS 8192
#define LIMIT_HALF_OPEN 65536
#define LIMIT_GROUPS 256
#define LIMIT_GATED 4096
#define LIMIT_RELAYS 4096
#define CHANGE_BYTES (4 << 20)		/* a power of two, and of whole pages: 50,000 changes */

/* A session: found by its flow from the client, and under nat by its reply flow. */
struct session {
	struct bpf_timer timer;
	__u64 last_seen;		/* ns, CLOCK_MONOTONIC_COARSE */
	__u64 created;
	__u64 due;			/* when the timer fires next; 0 = it has none */
	__u32 server;
	__u32 generation;		/* of that server when the session began */
	__u32 state;			/* enum session_state, changed atomically */
	__u32 service;
	struct address server_address;	/* as that generation had it: the reply flow */
	__be16 server_port;
	__u8 client_bits;		/* of its key in `clients`; 0 = not counted there */
	__u8 round;			/* of the copy that it was last part of; 0 = begun here */
	__u32 client_ifindex;		/* nat: where the client's packets come in ... */
	__u8 client_mac[6];		/* ... from whom ... */
	__u8 own_mac[6];		/* ... to whom: replies go back that way */
	__u32 version;			/* of what was last told of it, or heard; 0 = nothing */
};

/* A persistent client's server. */
struct client {
	struct bpf_timer timer;
	__u64 last_used;		/* ns, CLOCK_MONOTONIC_COARSE */
	__u64 keep;			/* ns */
	__u32 server;
	__u32 generation;
	__u32 live;			/* its live sessions: kept while there are any */
	__u32 version;			/* as that of a session */
};

struct fragment_key {
	struct address source;
	struct address destination;
	__be32 id;
	__u32 protocol;
};

struct ports {
	__be16 source;
	__be16 destination;
};

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_SERVICES);	/* limit */
	__type(key, struct service_key);
	__type(value, struct service);
} services SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, LIMIT_SERVERS);	/* limit */
	__type(key, __u32);
	__type(value, struct server);
} servers SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, LIMIT_SERVERS);	/* limit */
	__type(key, __u32);
	__type(value, struct server_load);
} server_loads SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, LIMIT_SERVERS);	/* limit */
	__type(key, __u32);
	__type(value, struct traffic);
} server_traffic SEC(".maps");

/* Totals of servers that a service has lost; written by the daemon alone. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, LIMIT_SERVICES);	/* limit */
	__type(key, __u32);
	__type(value, struct traffic);
} retired_traffic SEC(".maps");

/*
 * Scheduler tables by service id. Slot 0 holds the number of slots that follow,
 * each the index of a server: whoever holds a table sees one consistent table.
 */
struct schedule {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_INNER_MAP);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
};

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY_OF_MAPS);
	__uint(max_entries, LIMIT_SERVICES);	/* limit */
	__type(key, __u32);
	__array(values, struct schedule);
} schedules SEC(".maps");

/* Where rr and wrr stand, by service id. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, LIMIT_SERVICES);	/* limit */
	__type(key, __u32);
	__type(value, __u32);
} cursors SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_SESSIONS);	/* limit */
	__type(key, struct flow);
	__type(value, struct session);
} sessions SEC(".maps");

/* nat: reply flow → flow of its session. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_SESSIONS);	/* limit */
	__type(key, struct flow);
	__type(value, struct flow);
} replies SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, LIMIT_SESSIONS);	/* limit */
	__type(key, struct client_key);
	__type(value, struct client);
} clients SEC(".maps");

/* The youngest half-open sessions, oldest overwritten first: who gives way in a full table. */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, LIMIT_HALF_OPEN);
	__type(value, struct flow);
} half_open SEC(".maps");

/* Sessions that the kernel had no memory to give a timer, or whose client it had none for. */
struct {
	__uint(type, BPF_MAP_TYPE_QUEUE);
	__uint(max_entries, LIMIT_SESSIONS);	/* limit */
	__type(value, struct flow);
} timerless SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LRU_HASH);
	__uint(max_entries, LIMIT_FRAGMENTS);
	__type(key, struct fragment_key);
	__type(value, struct ports);
} fragments SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, LIMIT_PREFIXES);
	__type(key, struct scoped_prefix);
	__type(value, __u32);
} allowed SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_LPM_TRIE);
	__uint(map_flags, BPF_F_NO_PREALLOC);
	__uint(max_entries, LIMIT_PREFIXES);
	__type(key, struct scoped_prefix);
	__type(value, __u32);
} on_link SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_INTERFACES);
	__type(key, __u32);
	__type(value, struct interface);
} interfaces SEC(".maps");

/* Gated address → index of its group in `gates`. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_GATED);
	__type(key, struct address);
	__type(value, __u32);
} gate_groups SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(map_flags, BPF_F_MMAPABLE);
	__uint(max_entries, LIMIT_GROUPS);
	__type(key, __u32);
	__type(value, struct gate);
} gates SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_RELAYS);
	__type(key, struct relay_key);
	__type(value, struct relay);
} relays SEC(".maps");

/* MAC of another node (six bytes, then zeros) → its id. What comes from there may have been relayed. */
struct {
	__uint(type, BPF_MAP_TYPE_HASH);
	__uint(max_entries, LIMIT_RELAYS);
	__type(key, __u64);
	__type(value, __u32);
} relayers SEC(".maps");

/* 1 while any address is gated: a director without a cluster is spared the rest. */
struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, __u32);
} gate_in_use SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_ARRAY);
	__uint(max_entries, 1);
	__type(key, __u32);
	__type(value, struct settings);
} settings SEC(".maps");

struct {
	__uint(type, BPF_MAP_TYPE_PERCPU_ARRAY);
	__uint(max_entries, EVENT_MAX);
	__type(key, __u32);
	__type(value, __u64);
} events SEC(".maps");

/* Changes of sessions, for the daemon to tell other directors. */
struct {
	__uint(type, BPF_MAP_TYPE_RINGBUF);
	__uint(max_entries, CHANGE_BYTES);
} changes SEC(".maps");

#endif
