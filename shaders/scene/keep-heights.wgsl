// Keeps the heights that a surface shows, so that it can move on from them: kept = mix(kept, height of the loss, share), [rows · columns],
// 0 at the bottom of the box, 1 at its top. Follows height.wgsl. One invocation a grid point.
struct Shown {
  floorLoss: f32,
  steepness: f32,
  scale: f32,
  share: f32,
}

@group(0) @binding(0) var<storage, read> losses: array<f32>;
@group(0) @binding(1) var<storage, read_write> kept: array<f32>;
@group(0) @binding(2) var<uniform> shown: Shown;

@compute @workgroup_size(64)
fn keepHeights(@builtin(global_invocation_id) id: vec3u) {
  if (id.x >= arrayLength(&kept)) {
    return;
  }
  let height = heightOf(losses[id.x], shown.floorLoss, shown.steepness, shown.scale);
  if (shown.share >= 1.0) {
    kept[id.x] = height;
  } else {
    kept[id.x] = mix(kept[id.x], height, shown.share);
  }
}
