/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What the kernel side and the daemon share: keys, values, constants.
 * The C# files in ../Layout mirror this file field by field; PacketTests compare the sizes
 * with those of the maps. A change here is a new ABI_VERSION: a daemon does not adopt
 * maps of another version, it asks for `tenbin clear`.
 *
 * Every address is IPv6; an IPv4 address is held in its mapped form
 * (::ffff:a.b.c.d, RFC 4291 §2.5.5.2), so a key needs no family. Addresses,
 * ports and MACs are in network order, all else in host order.
 */
#ifndef TENBIN_ABI_H
#define TENBIN_ABI_H

#include <linux/types.h>

#define ABI_VERSION 4

struct address {
	__be32 word[4];
};

/* One direction of a connection, exactly as a packet shows it. */
struct flow {
	struct address source;
	struct address destination;
	__be16 source_port;
	__be16 destination_port;
	__u8 protocol;
	__u8 pad[3];
};

enum scheduler {
	SCHEDULER_RR = 1,
	SCHEDULER_WRR = 2,
	SCHEDULER_LC = 3,
	SCHEDULER_WLC = 4,
	SCHEDULER_SH = 5,
	SCHEDULER_MH = 6,
};

enum service_flag {
	SERVICE_HASH_PORT = 1 << 0,	/* sh, mh: hash the client's port too */
	SERVICE_ALLOW_LIST = 1 << 1,	/* only clients found in `allowed` */
	SERVICE_REFUSE_ON_LINK = 1 << 2,/* nat: refuse clients found in `on_link` */
	SERVICE_PERSISTENT = 1 << 3,	/* keep clients on their server */
};

struct service_key {
	struct address address;
	__be16 port;
	__u8 protocol;
	__u8 pad;
};

struct service {
	__u32 id;			/* index into `schedules`, `cursors` */
	__u8 scheduler;
	__u8 flags;
	__u8 persistence_prefix_v4;
	__u8 persistence_prefix_v6;
	__u64 persistence;		/* ns */
};

enum method {
	METHOD_NAT = 1,
	METHOD_DSR = 2,
	METHOD_LOCAL = 3,		/* the director itself serves (localnode) */
};

enum admission {
	ADMISSION_OPEN = 1,
	ADMISSION_DRAIN = 2,		/* old sessions only */
	ADMISSION_DOWN = 3,		/* old TCP sessions only */
};

/*
 * A real server of one service. Identity (address, port, service) changes only
 * together with the generation, so that a session that remembers another
 * generation is known to be of an earlier server.
 */
struct server {
	struct address address;
	struct address next_hop;	/* itself, or the router on the way */
	__u8 mac[8];			/* of next_hop, 0 = unresolved; 6 used */
	__u8 own_mac[8];		/* of the egress interface; 6 used */
	__u32 ifindex;			/* egress; 0 = no route */
	__u32 mtu;			/* of the route; 0 = unknown */
	__u32 generation;		/* of this slot, only ever grows */
	__u32 service;			/* id of its service */
	__u32 weight;
	__be16 port;
	__u8 method;
	__u8 admission;			/* 0 = free slot */
};

struct server_load {
	__u32 active;			/* established */
	__u32 inactive;			/* other live sessions */
};

struct traffic {
	__u64 sessions;
	__u64 packets_in;		/* client to server */
	__u64 bytes_in;
	__u64 packets_out;		/* server to client */
	__u64 bytes_out;
};

/* As LVS has them (net/netfilter/ipvs/ip_vs_proto_tcp.c), reduced. */
enum session_state {
	STATE_DEAD = 0,			/* being removed, owned by its remover */
	STATE_UDP = 1,
	STATE_SYN_RECEIVED = 2,
	STATE_ESTABLISHED = 3,
	STATE_FIN_WAIT = 4,		/* server sent FIN (dsr: client did) */
	STATE_CLOSE_WAIT = 5,		/* client sent FIN */
	STATE_TIME_WAIT = 6,		/* both did */
	STATE_CLOSED = 7,		/* reset */
	STATE_MAX = 8,
	STATE_RENEWING = 255,		/* over, and about to be used anew by who made it so */
};

/* Key of `clients`: one client, or network of clients, of a persistent service. */
struct client_key {
	struct address client;
	__u32 service;
};

/* Keys of the LPM tries; `prefix` counts from `scope` on. */
struct scoped_prefix {
	__u32 prefix;
	__u32 scope;			/* service id (`allowed`), ifindex (`on_link`) */
	struct address address;
};

struct interface {
	__u8 mac[8];			/* 6 used */
	__u32 mtu;
	__u32 pad;
};

/*
 * One group of addresses that a cluster moves, in `gates` by its index. The daemon
 * stores to it through mapped memory, each word as one. Times are ns of
 * CLOCK_BOOTTIME; in `relay` and `accept` the lowest byte is a node's id instead.
 */
struct gate {
	__u64 deadline;			/* closed from then on, so 0 = closed */
	__u64 group;			/* hash of its name; 0 = free */
	__u64 relay;			/* until then what comes to the closed gate goes on to that node */
	__u64 accept;			/* until then what that node relays passes the closed gate */
};

#define GATE_NODE 0xffull

/* Where a relayed packet goes: by the interface that it came in on, and the node. */
struct relay_key {
	__u32 ifindex;
	__u32 node;
};

struct relay {
	__u8 mac[8];
	__u8 own_mac[8];
};

struct settings {
	__u64 timeout[STATE_MAX];	/* ns of idleness, by session state */
	__u32 drop_half_open;		/* full table: 1 = the oldest half-open session gives way */
	__u32 abi_version;
	__u64 version_base;		/* ns, added to CLOCK_MONOTONIC: what versions count from */
	__u32 sync;			/* 1 = sessions are told to the other directors */
	__u32 pad;
};

/* What happened to a packet other than being forwarded. Names: PacketEvent.cs */
enum event {
	EVENT_NO_SERVER = 0,		/* no real server is open: dropped */
	EVENT_NOT_ALLOWED = 1,		/* client not on the allow list: dropped */
	EVENT_ON_LINK_CLIENT = 2,	/* nat client whose reply would bypass us: dropped */
	EVENT_TABLE_FULL = 3,		/* no room for a session: dropped */
	EVENT_HALF_OPEN_DROPPED = 4,	/* a half-open session gave way to a new one */
	EVENT_TUPLE_TAKEN = 5,		/* nat reply tuple in use by another service: dropped */
	EVENT_NO_SESSION = 6,		/* RST of no known session: dropped */
	EVENT_TTL = 7,			/* TTL or hop limit used up: dropped */
	EVENT_TOO_BIG = 8,		/* larger than the egress MTU: ICMP sent or dropped */
	EVENT_NO_ROUTE = 9,		/* no next hop for the real server: dropped */
	EVENT_FRAGMENT_ORPHAN = 10,	/* later fragment before its first: left to the stack */
	EVENT_ICMP_FORWARDED = 11,	/* ICMP error sent on to whom it concerns */
	EVENT_FAILED = 12,		/* a kernel helper failed: dropped */
	EVENT_NO_TIMER = 13,		/* the kernel had no memory for a session's timer: it goes on without */
	EVENT_GATE_CLOSED = 14,		/* to, from or about an address that this node may not serve now: dropped */
	EVENT_SYNC_LOST = 15,		/* a change that the daemon was too slow to read: a full copy makes up for it */
	EVENT_RELAYED = 16,		/* to a group that another node serves by now: sent on to that node */
	EVENT_MAX = 17,
};

/* Answer of the `tenbin_explain` program, written over its packet. */
enum explain_reason {
	EXPLAIN_NO_SERVICE = 0,
	EXPLAIN_SESSION = 1,
	EXPLAIN_PERSISTENCE = 2,
	EXPLAIN_SCHEDULER = 3,
	EXPLAIN_NOT_ALLOWED = 4,
	EXPLAIN_ON_LINK_CLIENT = 5,
	EXPLAIN_NO_SERVER = 6,
	EXPLAIN_GATE_CLOSED = 7,
};

struct explanation {
	__u32 reason;
	__u32 server;			/* index into `servers` */
	__u32 slot;			/* of the scheduler table; lc, wlc: the server's */
	__u32 slots;			/* in the scheduler table */
};

/* What another director is told. */
enum change_kind {
	CHANGE_SESSION = 1,		/* a session has begun, moved on or is still alive */
	CHANGE_END = 2,			/* it is over */
	CHANGE_TIE = 3,			/* a persistent client, `flow` any of its, has this server */
	CHANGE_SCOPE = 4,		/* from the daemon alone: a copy has all sessions of this address */
};

/*
 * Names the server by address: slots differ between directors. `version` grows with
 * each change of a session, whoever owns it: about milliseconds, compared as RFC 1982
 * does; 0 = it was never told.
 */
struct change {
	struct flow flow;
	struct address server;
	__u32 version;
	__u32 idle;			/* ms */
	__u32 age;			/* ms */
	__be16 server_port;
	__u8 kind;
	__u8 state;
};

/* One change to enter, its server found by the daemon. */
struct import {
	struct flow flow;
	__u32 server;			/* index into `servers` */
	__u32 generation;
	__u32 version;
	__u32 idle;			/* ms */
	__u32 age;			/* ms */
	__u32 client_ifindex;		/* nat: the way to the client; 0 = unknown */
	__u8 kind;
	__u8 state;
	__u8 round;			/* of the copy, or what followed it, that it came with */
	__u8 pad;
};

#define IMPORT_MAX 40			/* a test run takes no more than most of a page */

/* The packet of `tenbin_import`. */
struct import_batch {
	__u8 ethernet[14];
	__u16 count;
	struct import imports[IMPORT_MAX];
};

/* Its answer, written over the start of the packet. */
struct import_result {
	__u32 entered;			/* or there already */
	__u32 stale;			/* older than what is there, or of an address that is served here */
	__u32 refused;			/* no room, or the reply flow is another session's */
	__u32 unknown;			/* no such server here */
};

#endif
