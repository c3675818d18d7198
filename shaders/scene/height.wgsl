// Twin of heightOf in src/scene/space.ts: height = log(1 + (loss − floor) · steepness) · scale, 0 at the bottom of the box, 1 at its top.
fn heightOf(loss: f32, floorLoss: f32, steepness: f32, scale: f32) -> f32 {
  return log(1.0 + max(loss - floorLoss, 0.0) * steepness) * scale;
}
