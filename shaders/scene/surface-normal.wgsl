// Normal of the surface at a grid point: slopes of the loss from its neighbours (central differences, one-sided at the border)
// times the slope of the height scale, scale · steepness / (1 + (loss − floor) · steepness). One logarithm a neighbour would cost more.
// losses: [rows, columns] in nat/token; half: half the box along x, y and z.
fn surfaceNormal(losses: ptr<storage, array<f32>, read>, index: u32, columns: u32, rows: u32, floorLoss: f32, steepness: f32, scale: f32, half: vec3f) -> vec3f {
  let column = index % columns;
  let row = index / columns;
  let left = max(column, 1u) - 1u;
  let right = min(column + 1u, columns - 1u);
  let back = max(row, 1u) - 1u;
  let front = min(row + 1u, rows - 1u);
  let slopeN = (losses[row * columns + right] - losses[row * columns + left]) * f32(columns - 1u) / f32(right - left);
  let slopeD = (losses[front * columns + column] - losses[back * columns + column]) * f32(rows - 1u) / f32(front - back);
  let rise = scale * steepness / (1.0 + max(losses[index] - floorLoss, 0.0) * steepness);
  return normalize(vec3f(-slopeN * rise * half.y / half.x, 1.0, -slopeD * rise * half.y / half.z));
}
