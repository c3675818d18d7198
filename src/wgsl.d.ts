declare module '*.wgsl?wesl' {
  const code: string;
  /** Name of the module below `shaders/`. */
  export const source: string;
  /** Where each line of the linked text was written, `file:line`. */
  export const lines: readonly string[];
  export default code;
}

declare module '*.wgsl?forms' {
  /** The module linked once for each form, by form id. */
  const shaders: Readonly<Record<string, { readonly code: string; readonly source: string; readonly lines: readonly string[] }>>;
  export default shaders;
}
