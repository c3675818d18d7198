// Ambient occlusion at a grid point, between the points for which it was computed: every so many along columns and rows, and the last.
fn surfaceOcclusion(occlusion: ptr<storage, array<f32>, read>, index: u32, columns: u32, rows: u32, everyColumn: u32, everyRow: u32) -> f32 {
  let at = vec2u(index % columns, index / columns);
  let last = vec2u(columns, rows) - 1u;
  let every = vec2u(everyColumn, everyRow);
  let cells = (last + every - 1u) / every;
  let cell = min(at / every, cells - 1u);
  let before = cell * every;
  let share = vec2f(at - before) / vec2f(min(before + every, last) - before);
  let back = cell.y * (cells.x + 1u) + cell.x;
  let front = back + cells.x + 1u;
  return mix(mix(occlusion[back], occlusion[back + 1u], share.x), mix(occlusion[front], occlusion[front + 1u], share.x), share.y);
}
