import { createContext, type DragEvent, use, useState } from 'react';
import { type Dragged, type DropOutcome, type DropTarget, outcomeOf } from './dropping.ts';

interface Dropping {
  readonly dragged: Dragged | null;
  readonly drag: (dragged: Dragged | null) => void;
  readonly done: (outcome: DropOutcome) => void;
}

/** What is being dragged over the board; everything that is dragged has its buttons as well. */
export const DroppingContext = createContext<Dropping>({
  dragged: null,
  drag: () => undefined,
  done: () => undefined,
});

export function useDroppingState(done: (outcome: DropOutcome) => void): Dropping {
  const [dragged, drag] = useState<Dragged | null>(null);
  return { dragged, drag, done };
}

interface DragProps {
  readonly draggable: boolean;
  readonly onDragStart: (event: DragEvent) => void;
  readonly onDragEnd: () => void;
}

/** For what can be dragged; null for what cannot. */
export function useDrag(dragged: Dragged | null): DragProps | Record<string, never> {
  const { drag } = use(DroppingContext);
  if (dragged === null) return {};
  return {
    draggable: true,
    onDragStart: (event) => {
      event.dataTransfer.effectAllowed = 'move';
      // Without any data some browsers drag nothing. No patient leaves the page by it.
      event.dataTransfer.setData('text/plain', dragged.kind);
      drag(dragged);
    },
    onDragEnd: () => drag(null),
  };
}

interface DropProps {
  readonly 'data-takes'?: 'drop';
  readonly onDragOver?: (event: DragEvent) => void;
  readonly onDrop?: (event: DragEvent) => void;
}

/** For what takes what is being dragged now; nothing for what does not. */
export function useDrop(target: DropTarget): DropProps {
  const { dragged, drag, done } = use(DroppingContext);
  const outcome = dragged === null ? null : outcomeOf(dragged, target);
  if (outcome === null) return {};
  return {
    'data-takes': 'drop',
    onDragOver: (event) => event.preventDefault(),
    onDrop: (event) => {
      event.preventDefault();
      drag(null);
      done(outcome);
    },
  };
}
