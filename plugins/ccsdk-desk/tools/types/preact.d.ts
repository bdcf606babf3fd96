// What the desk uses of preact, for `tsc --checkJs`; the modules themselves are vendored.
export function h(type: any, props: object | null, ...children: any[]): any;
export function render(vnode: any, parent: Element | null): void;
export function createRef<T = any>(): { current: T | null };
