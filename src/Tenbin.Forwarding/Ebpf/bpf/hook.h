/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/*
 * What differs between tc and XDP. Every function takes the hook as a constant,
 * so that one source compiles into both programs and no branch remains.
 */
#ifndef TENBIN_HOOK_H
#define TENBIN_HOOK_H

#include <linux/bpf.h>
#include <linux/if_ether.h>
#include <linux/pkt_cls.h>
#include <bpf/bpf_helpers.h>
#include "checksum.h"

enum hook {
	HOOK_TC,
	HOOK_XDP,
};

/* pkt_type of a frame: to this machine, to all, to a group (include/uapi/linux/if_packet.h). */
#define PACKET_HOST 0
#define PACKET_BROADCAST 1
#define PACKET_MULTICAST 2

/* Leave the packet to whoever comes next: other tc filters, then the stack. */
static __always_inline int hook_pass(const enum hook hook)
{
	return hook == HOOK_TC ? TC_ACT_UNSPEC : XDP_PASS;
}

static __always_inline int hook_drop(const enum hook hook)
{
	return hook == HOOK_TC ? TC_ACT_SHOT : XDP_DROP;
}

static __always_inline void *hook_data(void *ctx, const enum hook hook)
{
	return hook == HOOK_TC ? (void *)(long)((struct __sk_buff *)ctx)->data
			       : (void *)(long)((struct xdp_md *)ctx)->data;
}

static __always_inline void *hook_data_end(void *ctx, const enum hook hook)
{
	return hook == HOOK_TC ? (void *)(long)((struct __sk_buff *)ctx)->data_end
			       : (void *)(long)((struct xdp_md *)ctx)->data_end;
}

static __always_inline __u32 hook_ifindex(void *ctx, const enum hook hook)
{
	return hook == HOOK_TC ? ((struct __sk_buff *)ctx)->ingress_ifindex
			       : ((struct xdp_md *)ctx)->ingress_ifindex;
}

/* Bytes of the whole frame. */
static __always_inline __u32 hook_length(void *ctx, const enum hook hook)
{
	return hook == HOOK_TC ? ((struct __sk_buff *)ctx)->len : (__u32)bpf_xdp_get_buff_len(ctx);
}

/* Segments on the wire that this packet stands for. */
static __always_inline __u32 hook_segments(void *ctx, const enum hook hook)
{
	__u32 segments = hook == HOOK_TC ? ((struct __sk_buff *)ctx)->gso_segs : 1;

	return segments ? segments : 1;
}

/* Payload bytes of each segment; 0 when the packet is a single one. */
static __always_inline __u32 hook_segment_size(void *ctx, const enum hook hook)
{
	return hook == HOOK_TC ? ((struct __sk_buff *)ctx)->gso_size : 0;
}

/* Makes the first `size` bytes of a tc packet directly readable, as far as it has so many. 1 when more became so. */
static __always_inline int hook_pull(void *ctx, const enum hook hook, __u32 size)
{
	__u32 direct = (long)hook_data_end(ctx, hook) - (long)hook_data(ctx, hook);

	if (hook != HOOK_TC || direct >= size || direct >= ((struct __sk_buff *)ctx)->len)
		return 0;
	return !bpf_skb_pull_data(ctx, size < ((struct __sk_buff *)ctx)->len ? size : ((struct __sk_buff *)ctx)->len);
}

static __always_inline int hook_store(void *ctx, const enum hook hook, __u32 offset, const void *from, const __u32 size,
				      const __u64 flags)
{
	if (hook == HOOK_TC)
		return bpf_skb_store_bytes(ctx, offset, from, size, flags);

	void *to = hook_data(ctx, hook) + (offset & 0xfff);

	if (to + size > hook_data_end(ctx, hook))
		return -1;
	__builtin_memcpy(to, from, size);
	return 0;
}

/* Writes `size` (a constant) bytes at `offset`. 0 or a negative error. */
static __always_inline int hook_write(void *ctx, const enum hook hook, __u32 offset, const void *from, const __u32 size)
{
	return hook_store(ctx, hook, offset, from, size, 0);
}

/*
 * The same, for bytes whose change no checksum inside the packet makes up for: a
 * sum over the whole packet that the NIC took (CHECKSUM_COMPLETE) stays right.
 */
static __always_inline int hook_write_summed(void *ctx, const enum hook hook, __u32 offset, const void *from,
					     const __u32 size)
{
	return hook_store(ctx, hook, offset, from, size, BPF_F_RECOMPUTE_CSUM);
}

/*
 * Applies `sum` to the layer-4 checksum at `offset`. `flags`: BPF_F_PSEUDO_HDR
 * when the change is one of the pseudo header, BPF_F_MARK_MANGLED_0 for UDP,
 * whose checksum 0 means "none" and stays 0.
 */
static __always_inline int hook_checksum(void *ctx, const enum hook hook, __u32 offset, __u64 sum, const __u64 flags)
{
	if (hook == HOOK_TC)
		return bpf_l4_csum_replace(ctx, offset, 0, sum_fold32(sum), flags);

	__u16 *check = hook_data(ctx, hook) + (offset & 0xfff);

	if ((void *)(check + 1) > hook_data_end(ctx, hook))
		return -1;
	if ((flags & BPF_F_MARK_MANGLED_0) && *check == 0)
		return 0;
	*check = sum_apply(*check, sum);
	if ((flags & BPF_F_MARK_MANGLED_0) && *check == 0)
		*check = 0xffff;
	return 0;
}

#endif
