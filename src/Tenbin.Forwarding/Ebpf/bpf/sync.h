/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* What this director tells the others of its sessions. */
#ifndef TENBIN_SYNC_H
#define TENBIN_SYNC_H

#include "clock.h"
#include "gate.h"

#define VERSION_TRIES 4			/* against CPUs that tell of a session at the same time */
#define VERSION_SHIFT 20		/* ns to a version's unit */
#define REFRESH_SHIFT 36		/* 69 s: a live session is told of again, with its next packet */
#define REFRESH_NS (1ull << REFRESH_SHIFT)

/* Over: it belongs to whoever made it so. */
static __always_inline int is_over(__u32 state)
{
	return state == STATE_DEAD || state == STATE_RENEWING;
}

/* Is what comes with version `a` older than what has version `b`? Nothing is older than what was never told. */
static __always_inline int is_older(__u32 a, __u32 b)
{
	return b && (!a || (__s32)(a - b) < 0);
}

/*
 * Does the packet of `now` come in another period than the one before it? Each session
 * has its own beginning of periods, so that they do not all come due at once.
 */
static __always_inline int is_refresh_due(const struct session *session, __u64 now)
{
	return ((session->last_seen - session->created) ^ (now - session->created)) >> REFRESH_SHIFT != 0;
}

/* A version above the last one, and not behind the clock. */
static __always_inline __u32 next_version(__u32 *version, __u32 clock)
{
	for (int i = 0; i < VERSION_TRIES; i++) {
		__u32 old = *version;
		__u32 next = old && (__s32)(clock - old) <= 0 ? old + 1 : clock;

		next += !next;
		if (__sync_val_compare_and_swap(version, old, next) == old)
			return next;
	}
	return *version;
}

/*
 * Tells of a session, if other directors are to know and this one serves its address.
 * Never waits: what finds no room is lost, counted, and made up for by a full copy.
 */
static __noinline int announce(const struct flow *flow, struct session *session, __u32 *version, __u32 kind)
{
	__u32 zero = 0;
	struct settings *set = bpf_map_lookup_elem(&settings, &zero);

	if (!set || !set->sync || gate_of(&flow->destination) != GATE_OPEN)
		return 0;

	__u64 now = now_ns();
	struct change *change = bpf_ringbuf_reserve(&changes, sizeof(*change), 0);

	if (!change) {
		count_event(EVENT_SYNC_LOST);
		return 0;
	}
	/* The version first: of two CPUs the one with the higher version then sees what both have done. */
	change->version = next_version(version, (now + set->version_base) >> VERSION_SHIFT);
	change->flow = *flow;
	change->server = session->server_address;
	change->server_port = session->server_port;
	change->idle = 0;
	change->age = (now - session->created) / NS_PER_MS;
	change->kind = kind;
	change->state = session->state;
	if (kind == CHANGE_SESSION && is_over(change->state)) {
		bpf_ringbuf_discard(change, 0);
		return 0;
	}
	bpf_ringbuf_submit(change, 0);
	return 1;
}

#endif
