/* SPDX-License-Identifier: GPL-2.0-only OR Apache-2.0 */
/* The one checksum helper: incremental update as in RFC 1624, equation 3. */
#ifndef TENBIN_CHECKSUM_H
#define TENBIN_CHECKSUM_H

#include <linux/types.h>

/* Adds to `sum` the change of one 32-bit word; 16-bit words go in zero-extended. */
static __always_inline __u64 sum_change(__u64 sum, __u32 from, __u32 to)
{
	return sum + (__u32)~from + to;
}

/* The change from one address to another. */
static __always_inline __u64 sum_change_address(__u64 sum, const struct address *from, const struct address *to)
{
	sum = sum_change(sum, from->word[0], to->word[0]);
	sum = sum_change(sum, from->word[1], to->word[1]);
	sum = sum_change(sum, from->word[2], to->word[2]);
	return sum_change(sum, from->word[3], to->word[3]);
}

/* Folds to 32 bits, end-around, as the kernel's __wsum wants it. */
static __always_inline __u32 sum_fold32(__u64 sum)
{
	sum = (sum & 0xffffffff) + (sum >> 32);
	return (__u32)((sum & 0xffffffff) + (sum >> 32));
}

/* The checksum field `check` after the change `sum`. */
static __always_inline __u16 sum_apply(__u16 check, __u64 sum)
{
	__u64 total = (__u64)(__u16)~check + sum_fold32(sum);

	total = (total & 0xffff) + ((total >> 16) & 0xffff) + (total >> 32);
	total = (total & 0xffff) + (total >> 16);
	total = (total & 0xffff) + (total >> 16);
	return (__u16)~total;
}

#endif
