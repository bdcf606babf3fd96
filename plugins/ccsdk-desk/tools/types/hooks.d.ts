// What the desk uses of preact/hooks.
type Cleanup = () => void;
type Deps = readonly unknown[];
export function useState<T>(initial: T | (() => T)): [T, (next: T | ((last: T) => T)) => void];
export function useRef<T = any>(initial: T | null): { current: T };
export function useEffect(effect: () => void | Cleanup, deps?: Deps): void;
export function useLayoutEffect(effect: () => void | Cleanup, deps?: Deps): void;
export function useMemo<T>(make: () => T, deps?: Deps): T;
export function useErrorBoundary(hear?: (error: any) => void): [any, () => void];
