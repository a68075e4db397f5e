// SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0
/*
 * The yardsticks of the benchmark: the least that a program can do.
 * bare_hop sends every IPv4 packet to one fixed machine; the empty ones do nothing at all.
 */
#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_endian.h>
#include <bpf/bpf_helpers.h>

/* Set before the load: the way out, and destination then source of the frame. */
const volatile __u32 egress;
const volatile __u8 macs[2 * ETH_ALEN];

char LICENSE[] SEC("license") = "Dual BSD/GPL";

SEC("tc")
int bare_hop(struct __sk_buff *skb)
{
	if (skb->protocol != bpf_htons(ETH_P_IP))
		return TC_ACT_UNSPEC;
	if (bpf_skb_store_bytes(skb, 0, (const void *)macs, sizeof(macs), 0))
		return TC_ACT_SHOT;
	return bpf_redirect(egress, 0);
}

SEC("tc")
int empty_tc(struct __sk_buff *skb)
{
	return TC_ACT_UNSPEC;
}

SEC("xdp.frags")
int empty_xdp(struct xdp_md *frame)
{
	return XDP_PASS;
}
