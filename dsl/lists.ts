// The kernel's doubly linked lists (include/linux/list.h) and lock-less lists (llist.h).
//
// A head names the member of `T` that links an object into it, as `list_for_each_entry(pos, head, member)` does:
//   class Timeout { list = list_node(); }
//   class Ring    { timeout_list = list_head<Timeout>("list", timeouts); }
// A node is self-linked (initialised), on one list, or poisoned. What the kernel's CONFIG_DEBUG_LIST reports, and what
// would corrupt memory without it, is a fault here (`list-corruption`): adding a node that is on a list, removing a
// poisoned one, walking on from a node that is not on this list any more.

import type { Kernel } from "./brand.js";

/** The `struct list_head` inside an object that links it into lists; at first self-linked. */
export declare function list_node(): list_node;
export interface list_node extends Kernel<"list_node"> {}

/** The members of `T` of type {@link list_node}. */
export type NodeOf<T> = { [Member in keyof T]: T[Member] extends list_node ? Member : never }[keyof T] & string;

/** A list of `T` linked through `member`; at first it holds `initial`, in that order (default: empty). */
export declare function list_head<T extends object>(member: NodeOf<T>, initial?: Iterable<T>): list_head<T>;
export interface list_head<T> extends Kernel<"list_head"> {
  readonly of?: T;
}

/** An empty list on the stack of the calling function: `const done = LIST_HEAD<Timeout>("list")`. */
export declare function LIST_HEAD<T extends object>(member: NodeOf<T>): list_head<T>;

/** Inserts after the head (a stack), or after another entry's node, which must be on a list. Adding a node that is on a list is a fault. */
export declare function list_add<T>(node: list_node, head: list_head<T> | list_node): void;
/** Inserts before the head (a queue), or before another entry's node, which must be on a list. Adding a node that is on a list is a fault. */
export declare function list_add_tail<T>(node: list_node, head: list_head<T> | list_node): void;
/** Removes the node from the list it is on and poisons it. Removing a poisoned node is a fault. */
export declare function list_del(node: list_node): void;
/** Removes the node from the list it is on and links it to itself; harmless on a self-linked node. */
export declare function list_del_init(node: list_node): void;
/** Removes the node from its list and inserts it after `head`. */
export declare function list_move<T>(node: list_node, head: list_head<T>): void;
/** Removes the node from its list and inserts it before `head`. */
export declare function list_move_tail<T>(node: list_node, head: list_head<T>): void;
/** Moves all of `from` to the front of `to`. */
export declare function list_splice_init<T>(from: list_head<T>, to: list_head<T>): void;
/** Moves all of `from` to the end of `to`. */
export declare function list_splice_tail_init<T>(from: list_head<T>, to: list_head<T>): void;
/** True for a head with no entries, and for a self-linked node. */
export declare function list_empty<T>(list: list_head<T> | list_node): boolean;
/** The first entry; a fault (`list-corruption`) when the list is empty. */
export declare function list_first_entry<T>(head: list_head<T>): T;
/** The first entry, or NULL when the list is empty. */
export declare function list_first_entry_or_null<T>(head: list_head<T>): T | null;
/** The last entry; a fault (`list-corruption`) when the list is empty. */
export declare function list_last_entry<T>(head: list_head<T>): T;
/** True when `object` is on this list. The kernel has no such call: for properties. */
export declare function list_contains<T extends object>(head: list_head<T>, object: T): boolean;
/** How many entries the list has. The kernel has no such call: for properties. */
export declare function list_count<T>(head: list_head<T>): number;

/** All entries from the first; the next one is looked up after the body, so the body must not remove the entry. */
export declare function list_for_each_entry<T>(head: list_head<T>): Iterable<T>;
/** All entries from the first; the next one is looked up before the body, so the body may remove the entry. */
export declare function list_for_each_entry_safe<T>(head: list_head<T>): Iterable<T>;
/** All entries from the last. */
export declare function list_for_each_entry_reverse<T>(head: list_head<T>): Iterable<T>;

/** The `struct llist_node` inside an object. */
export declare function llist_node(): llist_node;
export interface llist_node extends Kernel<"llist_node"> {}

/** The members of `T` of type {@link llist_node}. */
export type LlistNodeOf<T> = { [Member in keyof T]: T[Member] extends llist_node ? Member : never }[keyof T] & string;

/** A lock-less list of `T`; at first empty. */
export declare function llist_head<T extends object>(member: LlistNodeOf<T>): llist_head<T>;
export interface llist_head<T> extends Kernel<"llist_head"> {
  readonly of?: T;
}

/** An empty lock-less list on the stack of the calling function. */
export declare function LLIST_HEAD<T extends object>(member: LlistNodeOf<T>): llist_head<T>;

/** Pushes in one step; true when the list was empty before. Adding a node that is on a list is a fault. */
export declare function llist_add<T>(node: llist_node, head: llist_head<T>): boolean;
/** Takes all entries in one step: they are then in `into`, which must be empty, last pushed first. */
export declare function llist_del_all<T>(head: llist_head<T>, into: llist_head<T>): void;
/** Takes the entry pushed last, in one step; NULL when there is none. */
export declare function llist_del_first<T>(head: llist_head<T>): T | null;
/** True when there are no entries. */
export declare function llist_empty<T>(head: llist_head<T>): boolean;
