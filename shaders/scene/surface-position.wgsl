// Where a grid point stands in scene units. losses: [rows, columns] in nat/token, row = tokens (z), column = parameters (x).
// half: half the box along x, y and z.
fn surfacePosition(losses: ptr<storage, array<f32>, read>, index: u32, columns: u32, rows: u32, floorLoss: f32, steepness: f32, scale: f32, half: vec3f) -> vec3f {
  let share = vec3f(
    f32(index % columns) / f32(columns - 1u),
    heightOf(losses[index], floorLoss, steepness, scale),
    f32(index / columns) / f32(rows - 1u),
  );
  return (share * 2.0 - 1.0) * half;
}
