export {
  AlertId,
  ClosureId,
  ContactId,
  derivedId,
  DeviceId,
  EscalationPolicyId,
  EventId,
  GatewayId,
  MergeId,
  MessageId,
  NoteId,
  NotificationId,
  ObservationId,
  PatientId,
  PauseId,
  RotaId,
  ReferralId,
  RotaOverrideId,
  ScoreId,
  StayId,
  TaskId,
  TeamId,
  ThresholdId,
  WardId,
} from './ids.ts';
export { textFaultsOf } from './carried-text.ts';
export { Instant, instant, InstantWithOffset } from './instant.ts';
export { dayAndTimeInWords, offsetInWords, timeInWords } from './time-in-words.ts';
export { homewardItself, PersonReference } from './person-reference.ts';
export { asOfInstant } from './errors/as-of-in-future-error.ts';
export { HomewardError } from './errors/homeward-error.ts';
export { PatientMergedError } from './errors/patient-merged-error.ts';
export { isServerAway } from './errors/server-away.ts';
export { PatientNotFoundError } from './errors/patient-not-found-error.ts';
export {
  alertId,
  deadLetterId,
  doubtId,
  notificationId,
  observationId,
  observationIds,
  observationSetId,
  requestId,
  scoreId,
  signalId,
} from './events/derived-ids.ts';
export { exclusionsAt } from './events/exclusions-of-plan.ts';
export { AlertTier, alertTiers, Condition, ConditionKind, conditionOf, kindOfCondition } from './events/condition.ts';
export {
  CeilingOfCare,
  ClockCorrection,
  clockToleranceSeconds,
  DeviceHolding,
  DeviceKind,
  DeviceStatus,
  Exclusion,
  MonitoringPause,
  MonitoringPlan,
  OxygenScalePrescription,
  TargetSaturation,
  PauseReason,
  PersonalAbsence,
  PersonalThreshold,
  Pregnancy,
  RegisteredDevice,
  RegisteredGateway,
} from './events/monitoring.ts';
export {
  Doubt,
  DoubtCause,
  Observation,
  ObservationSetRecorded,
  ObservationSource,
  ObservationValue,
  Retraction,
  ReadingQualifiers,
  SignalQuality,
} from './events/observation.ts';
export { Quarantined, QuarantineReason, type QuarantineReasonCode, quarantineReasons } from './events/quarantine.ts';
export { DeadLetter, IntakeStatus, Replay, ScoringStatus } from './events/operations.ts';
export { MeasurementRequest } from './events/request.ts';
export { alertTierOf, AskedOfCode, Score, ScoreCause, ScoreInput, Signal, SignalCause } from './events/score.ts';
export { knownCharts } from './short/chart-names.ts';
export { shortId, stepBetween, stepFrom, wholeId } from './short/short-id.ts';
export { outcomeOf, type ScoreKey, shortScore, type ScoreJson, wholeScore } from './short/short-score.ts';
export { eventFromLog, eventToLog } from './topics/events-on-log.ts';
export { type EventOn, type TopicDefinition, type TopicName, topics } from './topics/topics.ts';
export {
  IngestedObservationMessage,
  ObservationMessage,
  Reading,
  Receipt,
  ReceiptNote,
  ReceiptReason,
  RequestMessage,
  StatusMessage,
} from './mqtt/message.ts';
export { type DroppedMember, parseObservationMessage, parseReading } from './mqtt/lenient-reading.ts';
export {
  type DeviceChannel,
  deviceChannels,
  deviceTopic,
  type DeviceTopic,
  gatewayTopics,
  intakeSubscriptions,
  parseDeviceTopic,
  receiptsTopic,
} from './mqtt/topic-paths.ts';
export { ChangedMeanwhileProblem, ResourceChange } from './api/changed-meanwhile.ts';
export {
  AcknowledgeAlert,
  Alert,
  AlertEscalation,
  AlertEvent,
  AlertEventKind,
  AlertOutcome,
  AlertQuery,
  AlertState,
  AlertTimeline,
  DeclineAlert,
  EscalateAlert,
  EscalationEnd,
  HandedTo,
  ReassignAlert,
  ResolveAlert,
  NewestScore,
  Snooze,
  SnoozeAlert,
} from './api/alert.ts';
export {
  DryRun,
  DryRunQuery,
  EscalationFallback,
  EscalationPolicy,
  EscalationPolicyContent,
  EscalationPolicyQuery,
  EscalationPolicyUpdate,
  fallbackAgainMinutes,
  PolicyHours,
} from './api/escalation-policy.ts';
export {
  Device,
  DeviceWithoutPatients,
  DeviceQuery,
  DeviceState,
  Gateway,
  GatewayCredential,
  CorrectClock,
  TrustClock,
  IssueDevice,
  NamedPatient,
  NewDevice,
  NewGateway,
  QuarantinedEntry,
  QuarantineQuery,
  ReleaseReading,
  ShownDevice,
  WithdrawGateway,
} from './api/device.ts';
export { Contact, ContactChange, ContactKind, ContactUpdate } from './api/contact.ts';
export { DeadLetterEntry, DeadLetterQuery } from './api/dead-letter.ts';
export { Discharge, DischargeDestination, DischargePreview } from './api/discharge.ts';
export { AlertingHealth, AuditorFindings, CanaryHealth, CanaryState, CoverFindings } from './api/alerting-health.ts';
export {
  canaryDevice,
  canaryDeviceId,
  canaryGatewayId,
  canaryMessage,
  canaryPatientId,
  canaryPlan,
  isOfCanary,
} from './canary/canary.ts';
export { type LiveEvent, type LiveEventName, liveEvents } from './api/live.ts';
export { isNhsNumber, NhsNumber } from './api/nhs-number.ts';
export { CallOutcome, NewNote, Note, NoteQuery, RetractNote } from './api/note.ts';
export {
  Notification,
  NotificationAttempt,
  NotificationChannel,
  NotificationKind,
  NotificationQuery,
  NotificationState,
  NotificationWords,
  SentMessage,
  SentMessageQuery,
  TestNotification,
} from './api/notification.ts';
export { ReplyOutcome, SmsReplied, SmsReply } from './api/reply.ts';
export { PatientName } from './api/patient-name.ts';
export { PatientHistoryEntry, PatientHistoryQuery } from './api/patient-history.ts';
export { Responsible } from './api/responsible.ts';
export {
  compareKeys,
  decodeCursor,
  encodeCursor,
  type Page,
  pageFromRows,
  pageOf,
  PageQuery,
  Problem,
} from './api/page.ts';
export { PastStay, PastStays, PastStaysAdded } from './api/past-stays.ts';
export {
  type AlertDifference,
  ComparedAlert,
  type DifferentScore,
  type DifferentSignal,
  ReplayedAlert,
  ReplayReport,
  type ScoreDifference,
  scoreDifferences,
  type ShownScore,
} from './api/replay-report.ts';
export { RuleSet, RuleSetKey, RuleSetSummary } from './api/rule-set.ts';
export { TechnicalAlert, TechnicalAlertQuery } from './api/technical-alert.ts';
export { CompleteTask, SepsisFinding, sepsisFindings, Task, TaskKind, TaskQuery } from './api/task.ts';
export {
  AsOfQuery,
  CancelStay,
  ChartedObservation,
  EnteredObservations,
  ExpectedDischarge,
  isOpenStay,
  NewPatient,
  NewPause,
  NewStay,
  ObservationQuery,
  Patient,
  PatientQuery,
  PatientSearchQuery,
  Plan,
  PlanChange,
  PlanUpdate,
  PossibleDuplicate,
  ReinstateStay,
  RetractObservation,
  ReturnStay,
  ScoreQuery,
  Stay,
  StayHistoryEntry,
  StayLeave,
  StayQuery,
  StayState,
  SwappedStays,
  SwapStays,
  TransferStay,
} from './api/patient.ts';
export {
  CarriedCounts,
  Merge,
  MergePreview,
  MergePreviewQuery,
  type MergeRefusal,
  MergeSide,
  NewMerge,
  UndoMerge,
} from './api/merge.ts';
export { Me, Permission, permissions, Person, Role, roles, Scope, scopes, TimeZone } from './api/people.ts';
export {
  ContactChannel,
  contactChannels,
  ContactMethod,
  ContactMethodsChange,
  NewStaffMember,
  NotificationTarget,
  StaffChange,
  StaffId,
  StaffMember,
  StaffMemberUpdate,
  StaffQuery,
} from './api/staff.ts';
export { NewTeam, Team, TeamUpdate } from './api/team.ts';
export { readOnly, readOnlyMember, updateOf } from './api/update.ts';
export {
  NewRota,
  NewRotaOverride,
  NewRotaSwap,
  OnCall,
  OnCallQuery,
  Rota,
  RotaUpdate,
  RotaGap,
  RotaLayer,
  RotaOverride,
  RotaRestriction,
  RotaShift,
  RotaSwap,
  RotaWindow,
  Weekday,
  weekdays,
} from './api/rota.ts';
export { snoozeMinutes } from './api/snooze-limits.ts';
export { compareAlerts, isOpenAlert, type UrgencyKeys, urgencyKeysOf, waitingSince } from './api/alert-order.ts';
export { compareBoardRows, isScoreCounted, openAlertOf, scoreThatCounts } from './api/board-order.ts';
export {
  Board,
  BoardQuery,
  BoardRow,
  LastWholeScore,
  PlanNotFollowed,
  NewWard,
  NextDue,
  PatientsByTier,
  TrendPoint,
  Ward,
  WardUpdate,
  WardChange,
  WardOverview,
  WardsOverview,
} from './api/ward.ts';
export {
  AskedToMeasure,
  Handover,
  HandoverAlert,
  HandoverChange,
  HandoverPatient,
  HandoverQuery,
  HandoverScore,
  OverdueReadings,
  Sbar,
} from './api/handover.ts';
export { Operations, OperationsFigures, OperationsQuery, ResponseFigures } from './api/operations-figures.ts';
export {
  AlertBurden,
  BurdenFigures,
  burdenPeriodFault,
  BurdenQuery,
  BurdenShift,
  Spread,
  usualBurdenDays,
} from './api/burden.ts';
export { asyncApiDocument, type AsyncApiDocument, keptInWords } from './documents/asyncapi.ts';
export { exchangedSchemas, jsonSchemas } from './documents/json-schemas.ts';
export {
  BedFigures,
  CapacityQuery,
  Closure,
  EndClosure,
  NewClosure,
  NewWardCapacity,
  WardCapacity,
} from './api/ward-capacity.ts';
export {
  ChangePatientFlags,
  PatientFlag,
  patientFlagKinds,
  PatientFlags,
  PatientFlagsUpdate,
  PatientFlagsHistoryEntry,
} from './api/patient-flags.ts';
export { CorrectDemographics, Demographics, DemographicsUpdate } from './api/demographics.ts';
export {
  AcceptReferral,
  CriteriaQuery,
  EligibilityCriterion,
  NewReferral,
  Referral,
  ReferralHistoryEntry,
  ReferralQuery,
  ReferralReason,
  ReferralState,
  referralStates,
  ReferralStep,
  referralUrgencies,
  ReferralUrgency,
  ReserveReferral,
  TriageReferral,
} from './api/referral.ts';
export {
  BenefitClaim,
  BenefitClaims,
  BenefitClaimsUpdate,
  Benefits,
  BenefitsQuery,
  Capacity,
  CapacityFigures,
  CapacitySnapshot,
  CapacitySnapshots,
  CapacityTarget,
  CapacityTargets,
  CapacityTargetsUpdate,
  Forecast,
  ForecastDay,
  ForecastQuery,
  NewBenefitClaims,
  NewCapacityTargets,
  NewOrganisation,
  Organisation,
  Organisations,
  OrganisationUpdate,
  PublicCapacity,
  PublishedCapacity,
  PublishedImport,
  PublishedSeries,
  SnapshotQuery,
} from './api/capacity.ts';
export { terminalText } from './terminal-text.ts';
