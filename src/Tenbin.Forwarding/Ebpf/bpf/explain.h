/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* Where a packet would go, found by the very code that would send it, without a trace. */
#ifndef TENBIN_EXPLAIN_H
#define TENBIN_EXPLAIN_H

#include "forward.h"

static __always_inline __u32 explain_choice(const struct packet *packet, const struct service *service,
					    struct explanation *answer)
{
	struct choice choice = { .server = NO_SERVER };

	if ((service->flags & SERVICE_ALLOW_LIST) && !has_prefix(&allowed, service->id, &packet->flow.source))
		return EXPLAIN_NOT_ALLOWED;

	__u32 reason = EXPLAIN_PERSISTENCE;

	if (service->flags & SERVICE_PERSISTENT)
		choice.server = persistent_server(&packet->flow, service);
	if (choice.server == NO_SERVER) {
		reason = EXPLAIN_SCHEDULER;
		if (schedule(&packet->flow, service, 0, 1, &choice))
			return EXPLAIN_NO_SERVER;
	}
	answer->server = choice.server;
	answer->slot = choice.slot;
	answer->slots = choice.slots;

	struct server *server = bpf_map_lookup_elem(&servers, &choice.server);

	if (server && server->method == METHOD_NAT && (service->flags & SERVICE_REFUSE_ON_LINK) &&
	    has_prefix(&on_link, server->ifindex, &packet->flow.source))
		return EXPLAIN_ON_LINK_CLIENT;
	return reason;
}

static __always_inline int explain(struct __sk_buff *skb)
{
	struct packet packet = {};
	struct explanation answer = { .server = NO_SERVER };

	if (parse_tc(skb, &packet))
		return -1;

	struct service *service = service_of(&packet.flow);

	if (is_gated_off(&packet.flow.destination)) {
		answer.reason = EXPLAIN_GATE_CLOSED;
	} else if (service) {
		struct session *session = bpf_map_lookup_elem(&sessions, &packet.flow);
		__u32 index = session ? session->server : NO_SERVER;
		struct server *server = bpf_map_lookup_elem(&servers, &index);

		if (session && server && goes_on(session, server, &packet)) {
			answer.reason = EXPLAIN_SESSION;
			answer.server = index;
		} else {
			answer.reason = explain_choice(&packet, service, &answer);
		}
	}
	return bpf_skb_store_bytes(skb, 0, &answer, sizeof(answer), 0);
}

#endif
