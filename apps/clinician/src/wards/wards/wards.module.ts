import type { Capability } from '../../parts.module.ts';
import { BoardService } from '../../board/board/board.service.ts';
import { BoardStore } from '../../board/board/board.store.ts';
import { WardsController } from './wards.controller.ts';
import { WardsService } from './wards.service.ts';
import { WardsStore } from './wards.store.ts';

export const wards: Capability = {
  controllers: [WardsController],
  providers: [WardsService, WardsStore, BoardService, BoardStore],
};
