// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * Tenbin's data plane: one source, a program for each hook.
 *
 *   client ──► tc or XDP ──► gate ──► service? ──► session ──► real server's next hop
 *                                        │ no
 *                                        └──► reply of a nat session? ──► gate ──► client
 *                                                │ no
 *                                                └──► left untouched
 */
#include "explain.h"
#include "forward.h"
#include "import.h"

char LICENSE[] SEC("license") = "GPL";

SEC("tc")
int tenbin_tc(struct __sk_buff *skb)
{
	return balance(skb, HOOK_TC);
}

SEC("xdp.frags")
int tenbin_xdp(struct xdp_md *frame)
{
	return balance(frame, HOOK_XDP);
}

/* At tc egress while any address is gated: what the stack sends, and the packets that tenbin_tc redirects. */
SEC("tc")
int tenbin_gate_egress(struct __sk_buff *skb)
{
	return guard_egress(skb);
}

/* Never attached: `tenbin explain` runs it on a packet of its own making. */
SEC("tc")
int tenbin_explain(struct __sk_buff *skb)
{
	return explain(skb);
}

/* Never attached either: enters sessions of another director's. */
SEC("tc")
int tenbin_import(struct __sk_buff *skb)
{
	return import_all(skb);
}
