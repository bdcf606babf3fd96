// What the desk uses of @preact/signals.
export interface Signal<T = any> {
  value: T;
  peek(): T;
  subscribe(hear: (value: T) => void): () => void;
}
export interface ReadonlySignal<T = any> extends Signal<T> {
  readonly value: T;
}
export function signal<T = any>(initial?: T): Signal<T>;
export function computed<T>(compute: () => T): ReadonlySignal<T>;
export function effect(run: () => void | (() => void)): () => void;
export function batch<T>(change: () => T): T;
export function untracked<T>(read: () => T): T;
