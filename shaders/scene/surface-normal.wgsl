// Normal of the surface at a grid point: slopes of the loss from its neighbours (central differences, one-sided at the border)
// times the slope of the height scale, scale · steepness / (1 + (loss − floor) · steepness). One logarithm a neighbour would cost more.
// losses: [rows, columns] in nat/token; kept: heights from 0 to 1 from which it moves on, as far as `share` says, read below a share of 1;
// half: half the box along x, y and z.
fn surfaceNormal(losses: ptr<storage, array<f32>, read>, kept: ptr<storage, array<f32>, read>, share: f32, index: u32, columns: u32, rows: u32, floorLoss: f32, steepness: f32, scale: f32, half: vec3f) -> vec3f {
  let column = index % columns;
  let row = index / columns;
  let left = row * columns + max(column, 1u) - 1u;
  let right = row * columns + min(column + 1u, columns - 1u);
  let back = (max(row, 1u) - 1u) * columns + column;
  let front = min(row + 1u, rows - 1u) * columns + column;
  let rise = scale * steepness / (1.0 + max(losses[index] - floorLoss, 0.0) * steepness);
  var steps = vec2f(losses[right] - losses[left], losses[front] - losses[back]) * rise;
  if (share < 1.0) {
    steps = mix(vec2f(kept[right] - kept[left], kept[front] - kept[back]), steps, share);
  }
  let slopeN = steps.x * f32(columns - 1u) / f32(right - left);
  let slopeD = steps.y * f32(rows - 1u) * f32(columns) / f32(front - back);
  return normalize(vec3f(-slopeN * half.y / half.x, 1.0, -slopeD * half.y / half.z));
}
