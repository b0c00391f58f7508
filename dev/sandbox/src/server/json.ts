export type JsonObject = { readonly [key: string]: unknown }

/** Narrows to a plain JSON object, neither null nor an array. */
export const isObject = (value: unknown): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
