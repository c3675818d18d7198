// Ambient occlusion of the surface as it is shown, at every so many grid points along columns and rows, and the last: the mean, over eight directions and three distances, of the sine of
// the angle at which the surface there stands over the plane that touches it here; 0 on a plane, a slope or a ridge. Twin of
// src/scene/occlusion.ts, and follows height.wgsl. One invocation a point.
struct Shown {
  floorLoss: f32,
  steepness: f32,
  scale: f32,
  // how far the surface has come from `kept`, 0 to 1
  share: f32,
  // half the box, scene units
  half: vec3f,
  // farthest distance, scene units
  reach: f32,
  columns: u32,
  rows: u32,
  everyColumn: u32,
  everyRow: u32,
}

@group(0) @binding(0) var<storage, read> losses: array<f32>;
// heights from 0 to 1 from which the surface moves on; read below a share of 1
@group(0) @binding(1) var<storage, read> kept: array<f32>;
@group(0) @binding(2) var<storage, read_write> occlusion: array<f32>;
@group(0) @binding(3) var<uniform> shown: Shown;

// Height of a grid point, 0 to 1: what rises out of the box is cut off, and hides nothing.
fn heightAt(at: vec2i) -> f32 {
  let index = u32(at.y) * shown.columns + u32(at.x);
  var height = heightOf(losses[index], shown.floorLoss, shown.steepness, shown.scale);
  if (shown.share < 1.0) {
    height = mix(kept[index], height, shown.share);
  }
  return min(height, 1.0);
}

@compute @workgroup_size(64)
fn occlude(@builtin(global_invocation_id) id: vec3u) {
  let last = vec2i(i32(shown.columns), i32(shown.rows)) - 1;
  let every = vec2i(i32(shown.everyColumn), i32(shown.everyRow));
  let points = (last + every - 1) / every + 1;
  if (i32(id.x) >= points.x * points.y) {
    return;
  }
  let at = min(vec2i(i32(id.x) % points.x, i32(id.x) / points.x) * every, last);
  let cell = 2.0 * shown.half.xz / vec2f(last);
  let rise = 2.0 * shown.half.y;
  let here = heightAt(at);
  let before = max(at - 1, vec2i(0));
  let after = min(at + 1, last);
  let across = heightAt(vec2i(after.x, at.y)) - heightAt(vec2i(before.x, at.y));
  let along = heightAt(vec2i(at.x, after.y)) - heightAt(vec2i(at.x, before.y));
  let slope = rise * vec2f(across, along) / (vec2f(after - before) * cell);
  var sum = 0.0;
  for (var k = 0; k < 9; k++) {
    let direction = vec2f(f32(k % 3 - 1), f32(k / 3 - 1));
    if (k == 4) {
      continue;
    }
    let ray = normalize(direction) / cell;
    // a ray ends at the border
    let cells = select(vec2f(at), vec2f(last - at), ray > vec2f(0.0));
    let room = select(vec2f(shown.reach), cells / max(abs(ray), vec2f(1e-4)), abs(direction) > vec2f(0.5));
    var far = shown.reach;
    for (var j = 0; j < 3; j++) {
      let step = vec2i(floor(ray * min(far, min(room.x, room.y)) + 0.5));
      far = far / 2.0;
      let there = heightAt(clamp(at + step, vec2i(0), last));
      // what lies under the box is not drawn
      if (all(step == vec2i(0)) || there <= 0.0) {
        continue;
      }
      let away = vec3f(vec2f(step) * cell, rise * (there - here)).xzy;
      let over = away.y - dot(slope, away.xz);
      sum += max(over, 0.0) / length(away);
    }
  }
  occlusion[id.x] = sum / (24.0 * sqrt(1.0 + dot(slope, slope)));
}
