/** Where a pointer is inside the element that listens, in CSS pixels. (`offsetX` refers to whatever lies under the pointer.) */
export function pointerIn(event: PointerEvent): { readonly x: number; readonly y: number } {
  const { left, top } = (event.currentTarget as Element).getBoundingClientRect();
  return { x: event.clientX - left, y: event.clientY - top };
}
