// Where a grid point stands in scene units. losses: [rows, columns] in nat/token, row = tokens (z), column = parameters (x).
// kept: heights from 0 to 1 from which the surface moves on, as far as `share` says, read below a share of 1; half: half the box along
// x, y and z.
fn surfacePosition(losses: ptr<storage, array<f32>, read>, kept: ptr<storage, array<f32>, read>, share: f32, index: u32, columns: u32, rows: u32, floorLoss: f32, steepness: f32, scale: f32, half: vec3f) -> vec3f {
  var height = heightOf(losses[index], floorLoss, steepness, scale);
  if (share < 1.0) {
    height = mix(kept[index], height, share);
  }
  let at = vec3f(f32(index % columns) / f32(columns - 1u), height, f32(index / columns) / f32(rows - 1u));
  return (at * 2.0 - 1.0) * half;
}
