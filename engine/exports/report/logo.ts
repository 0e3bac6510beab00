/** The mark of the product as a scene. */
import { path, type Scene } from '../../../shared/charts/scene.ts';

/** The mark of the product: a court inside a wall with one gate. */
export const LOGO: Scene = {
  width: 16,
  height: 16,
  title: 'Cloister',
  marks: [
    path(
      [
        [8.9, 1.5],
        [14.5, 1.5],
        [14.5, 14.5],
        [1.5, 14.5],
        [1.5, 1.5],
        [7.1, 1.5],
      ],
      { stroke: 'text', width: 1.5, closed: false },
    ),
    path(
      [
        [5, 5],
        [11, 5],
        [11, 11],
        [5, 11],
      ],
      { stroke: 'text', width: 1.5, closed: true },
    ),
  ],
};
