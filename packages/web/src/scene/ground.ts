import type { ViewBox } from './line-side.ts';
import type { SceneTheme } from './theme.ts';

/** Where the drawn horizon lies, as a fraction of the height. It is a drawing: the camera's own horizon is not known. */
const horizon = 0.17;

/** Paints the neutral ground of a view: a quiet plane in perspective. It is the same for every camera and shows nothing of any. */
export function paintGround(context: CanvasRenderingContext2D, box: ViewBox, theme: SceneTheme): void {
  const { width, height } = box;
  const top = height * horizon;
  const sky = context.createLinearGradient(0, 0, 0, top);
  sky.addColorStop(0, theme.sky);
  sky.addColorStop(1, theme.haze);
  context.fillStyle = sky;
  context.fillRect(0, 0, width, top + 1);

  const ground = context.createLinearGradient(0, top, 0, height);
  ground.addColorStop(0, theme.haze);
  ground.addColorStop(0.5, theme.ground);
  context.fillStyle = ground;
  context.fillRect(0, top, width, height - top);

  paintGrain(context, box, theme);
  paintGrid(context, box, theme);
}

/** Paints what is not known yet: plain paper with a dot for every block that is still to come. It shows nothing of any view. */
export function paintUnknown(
  context: CanvasRenderingContext2D,
  box: ViewBox,
  theme: SceneTheme,
  blockWidth: number,
): void {
  context.fillStyle = theme.unknown;
  context.fillRect(0, 0, box.width, box.height);
  context.fillStyle = theme.unknownDot;
  const radius = Math.max(0.9, blockWidth * 0.075);
  context.beginPath();
  for (let y = blockWidth / 2; y < box.height + radius; y += blockWidth)
    for (let x = blockWidth / 2; x < box.width + radius; x += blockWidth) {
      context.moveTo(x + radius, y);
      context.arc(x, y, radius, 0, 2 * Math.PI);
    }
  context.fill();
}

function paintGrid(context: CanvasRenderingContext2D, { width, height }: ViewBox, theme: SceneTheme): void {
  const top = height * horizon;
  const ink = context.createLinearGradient(0, top, 0, height);
  ink.addColorStop(0, 'transparent');
  ink.addColorStop(0.2, 'transparent');
  ink.addColorStop(1, theme.grid);
  context.strokeStyle = ink;
  context.lineWidth = 1;
  context.beginPath();
  for (let i = -30; i <= 30; i++) {
    context.moveTo(width / 2, top);
    context.lineTo(width * (0.5 + i * 0.16), height);
  }
  // Rows at equal distances on the ground: their height on the picture falls with 1 / distance.
  for (let row = 0; row < 16; row++) {
    const y = top + (height - top) / (1 + row * 0.28);
    context.moveTo(0, y);
    context.lineTo(width, y);
  }
  context.stroke();
}

/** A little grain, always the same, so that a large plane does not look like a missing picture. */
function paintGrain(context: CanvasRenderingContext2D, { width, height }: ViewBox, theme: SceneTheme): void {
  const top = height * horizon;
  context.fillStyle = theme.grain;
  let state = 20_261_122;
  const next = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return state / 2 ** 32;
  };
  for (let i = 0; i < 600; i++) {
    const depth = next();
    const y = top + (height - top) * depth;
    const length = 0.6 + depth * 2.4;
    context.fillRect(next() * width, y, length * 2.2, Math.max(0.5, length * 0.45));
  }
}
