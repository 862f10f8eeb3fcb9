/** Where a number was first seen, and whether that was with the same call fields. */
export interface Sighting {
  readonly row: number;
  readonly sameGroup: boolean;
}

/** A table with open addresses. What belongs to an entry stands together: a look at it is one walk to the memory. */
interface Shard {
  /** `stride` words an entry: the upper and the lower half of its number, its row, and its group where there are several. */
  words: Uint32Array;
  stride: number;
  capacity: number;
  size: number;
  /** Entries that it takes before it grows. */
  most: number;
}

// Each shard grows alone, so that of all numbers only a 256th is held twice for a moment.
const SHARDS = 256;
const SHARD_BITS = 8;
const LEFT_BITS = 0x1_0000_0000 / SHARDS;
const FIRST_CAPACITY = 16;
const GROWTH = 1.3;
const MOST_LOAD = 0.82;

/**
 * The numbers of a run that were taken for sending. Exact: E.164 has at most fifteen digits, which a double holds
 * without loss. 15 to 19 bytes a number at every size (a third more where there are several sets of call fields), since
 * a Map of strings would be six times that. Rows up to 2^32 - 1.
 */
export class SeenNumbers {
  readonly #shards: (Shard | undefined)[] = new Array<Shard | undefined>(SHARDS).fill(undefined);
  #size = 0;
  /** Grows with the distinct call fields of a run, not with its rows. */
  readonly #groupIds = new Map<string, number>();
  #lastGroup: string | undefined;
  #lastGroupId = 0;
  readonly #groupsApart: boolean;
  readonly #firstCapacity: number;

  /**
   * With `groupsApart`, the same number with other call fields is another. There is room for `expected` numbers from the
   * start, which takes memory as they come; it may be more than there will be.
   */
  constructor(groupsApart: boolean, expected = 0) {
    this.#groupsApart = groupsApart;
    const each = expected / SHARDS;
    // Numbers do not fall into all shards alike: hardly ever this much apart.
    const most = each + 4 * Math.sqrt(each);
    this.#firstCapacity = Math.max(FIRST_CAPACITY, Math.ceil(most / MOST_LOAD));
  }

  /** Distinct entries so far. */
  get size(): number {
    return this.#size;
  }

  /** Length of the tables. */
  get bytes(): number {
    return this.#shards.reduce((sum, shard) => sum + (shard?.words.byteLength ?? 0), 0);
  }

  /** Enters a number, or says where it was seen before. `digits` is E.164 without `+`, `group` names the call fields. */
  enter(digits: string, group: string, row: number): Sighting | undefined {
    let key = 0;
    for (let i = 0; i < digits.length; i += 1) key = key * 10 + (digits.charCodeAt(i) - ZERO);
    return this.enterNumber(key, group, row);
  }

  /** The same for digits that were kept as a number. */
  enterNumber(key: number, group: string, row: number): Sighting | undefined {
    const groupId = group === this.#lastGroup ? this.#lastGroupId : this.#groupId(group);
    const apart = this.#groupsApart ? groupId : ANY_GROUP;
    const low = key >>> 0;
    const high = (Math.floor(key / WORD) | TAKEN) >>> 0;
    const hashed = hash(high, low, apart);
    const shard = this.#shardOf(hashed);
    if (groupId !== 0 && shard.stride === ALONE) refill(shard, WITH_GROUP, shard.capacity, this.#groupsApart);
    const at = placeIn(shard, high, low, apart, hashed);
    const { words, stride } = shard;
    if (words[at] !== 0) {
      return { row: words[at + 2] ?? 0, sameGroup: groupAt(words, stride, at) === groupId };
    }
    words[at] = high;
    words[at + 1] = low;
    words[at + 2] = row;
    if (stride === WITH_GROUP) words[at + 3] = groupId;
    shard.size += 1;
    this.#size += 1;
    if (shard.size >= shard.most) refill(shard, stride, Math.ceil(shard.capacity * GROWTH), this.#groupsApart);
    return undefined;
  }

  #groupId(group: string): number {
    let id = this.#groupIds.get(group);
    if (id === undefined) {
      id = this.#groupIds.size;
      this.#groupIds.set(group, id);
    }
    this.#lastGroup = group;
    this.#lastGroupId = id;
    return id;
  }

  #shardOf(hashed: number): Shard {
    const index = hashed & (SHARDS - 1);
    let shard = this.#shards[index];
    if (shard === undefined) {
      // Of one size, all would grow at one time, unless they hold all that will come.
      const larger = this.#firstCapacity === FIRST_CAPACITY ? GROWTH ** (index / SHARDS) : 1;
      shard = emptyShard(Math.ceil(this.#firstCapacity * larger));
      this.#shards[index] = shard;
    }
    return shard;
  }
}

const ZERO = 48;
const WORD = 0x1_0000_0000;
// The upper half of a number has eighteen bits; this one tells an entry from a free place.
const TAKEN = 0x8000_0000;
const ALONE = 3;
const WITH_GROUP = 4;
const ANY_GROUP = -1;

function emptyShard(capacity: number): Shard {
  return { words: new Uint32Array(capacity * ALONE), stride: ALONE, capacity, size: 0, most: mostIn(capacity) };
}

function mostIn(capacity: number): number {
  return Math.floor(capacity * MOST_LOAD);
}

/** Index of the entry's first word, or of the free place where it belongs. */
function placeIn({ words, stride, capacity }: Shard, high: number, low: number, apart: number, hashed: number): number {
  const end = capacity * stride;
  // The bits that did not choose the shard, spread over its places.
  let at = ((((hashed >>> SHARD_BITS) * capacity) / LEFT_BITS) | 0) * stride;
  for (;;) {
    const there = words[at];
    if (there === 0) return at;
    if (there === high && words[at + 1] === low && (apart === ANY_GROUP || groupAt(words, stride, at) === apart)) {
      return at;
    }
    at += stride;
    if (at === end) at = 0;
  }
}

function groupAt(words: Uint32Array, stride: number, at: number): number {
  return stride === WITH_GROUP ? (words[at + 3] ?? 0) : 0;
}

/** Moves the entries to a table of another size or stride. */
function refill(shard: Shard, stride: number, capacity: number, groupsApart: boolean): void {
  const { words: before, stride: strideBefore } = shard;
  const words = new Uint32Array(capacity * stride);
  shard.words = words;
  shard.stride = stride;
  shard.capacity = capacity;
  shard.most = mostIn(capacity);
  for (let i = 0; i < before.length; i += strideBefore) {
    const high = before[i] ?? 0;
    if (high === 0) continue;
    const low = before[i + 1] ?? 0;
    const group = groupAt(before, strideBefore, i);
    const apart = groupsApart ? group : ANY_GROUP;
    const at = placeIn(shard, high, low, apart, hash(high, low, apart));
    words[at] = high;
    words[at + 1] = low;
    words[at + 2] = before[i + 2] ?? 0;
    if (stride === WITH_GROUP) words[at + 3] = group;
  }
}

/** Numbers of a file are often consecutive: both halves are mixed, or they would stand in one long run. */
function hash(high: number, low: number, apart: number): number {
  let mixed = Math.imul(low ^ Math.imul(high, 0x85ebca6b) ^ Math.imul(apart, 0x9e3779b1), 0xc2b2ae35);
  mixed ^= mixed >>> 15;
  mixed = Math.imul(mixed, 0x27d4eb2f);
  mixed ^= mixed >>> 13;
  mixed = Math.imul(mixed, 0x165667b1);
  return (mixed ^ (mixed >>> 16)) >>> 0;
}
