PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE absence (
	member TEXT NOT NULL, 
	"group" TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	CONSTRAINT pk_absence PRIMARY KEY (member, "group"), 
	CONSTRAINT fk_absence_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE, 
	CONSTRAINT fk_absence_group FOREIGN KEY("group") REFERENCES "group" (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE "account" (
	community TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	user TEXT NOT NULL, 
	member TEXT NOT NULL, 
	extra INTEGER NOT NULL, 
	CONSTRAINT pk_account PRIMARY KEY (community, platform, user), 
	CONSTRAINT fk_account_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE, 
	CONSTRAINT fk_account_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "account" VALUES('town','playground','person-3','m-a',0);
INSERT INTO "account" VALUES('town','playground','person-4','m-b',0);
INSERT INTO "account" VALUES('town','playground','person-5','m-c',0);
INSERT INTO "account" VALUES('town','playground','person-6','m-d',0);
INSERT INTO "account" VALUES('town','playground','person-7','m-e',0);
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO "alembic_version" VALUES('0005');
CREATE TABLE answer (
	round TEXT NOT NULL,
	member TEXT NOT NULL,
	coming INTEGER NOT NULL,
	CONSTRAINT pk_answer PRIMARY KEY (round, member),
	CONSTRAINT fk_answer_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE,
	CONSTRAINT fk_answer_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE "area" (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	name TEXT NOT NULL, 
	centre TEXT, 
	zone TEXT NOT NULL, 
	CONSTRAINT pk_area PRIMARY KEY (id), 
	CONSTRAINT fk_area_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "area" VALUES('centre','town','Centre',NULL,'');
CREATE TABLE bar (
	community TEXT NOT NULL, 
	mark TEXT NOT NULL, 
	removed INTEGER NOT NULL, 
	held_until INTEGER, 
	CONSTRAINT pk_bar PRIMARY KEY (community, mark), 
	CONSTRAINT fk_bar_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE buddy_check (
	member TEXT NOT NULL, 
	"group" TEXT NOT NULL, 
	"after" INTEGER NOT NULL, 
	buddy TEXT, 
	accepted INTEGER NOT NULL, 
	told INTEGER NOT NULL, 
	CONSTRAINT pk_buddy_check PRIMARY KEY (member, "group"), 
	CONSTRAINT fk_buddy_check_buddy FOREIGN KEY(buddy) REFERENCES member (id) ON DELETE SET NULL, 
	CONSTRAINT fk_buddy_check_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE, 
	CONSTRAINT fk_buddy_check_group FOREIGN KEY("group") REFERENCES "group" (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE "challenge_post" (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	day TEXT NOT NULL, 
	challenge TEXT NOT NULL, 
	season INTEGER NOT NULL, 
	rung TEXT, 
	practice TEXT, 
	CONSTRAINT pk_challenge_post PRIMARY KEY (id), 
	CONSTRAINT fk_challenge_post_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "challenge_post" VALUES('town/challenge/2026-11-26','town','2026-11-26','present-side-by-side',0,NULL,'be_present');
INSERT INTO "challenge_post" VALUES('town/challenge/2026-12-03','town','2026-12-03','reach-small-tip',1,'warm_up','reach_out');
INSERT INTO "challenge_post" VALUES('town/challenge/2026-12-10','town','2026-12-10','join-answer-a-newcomer',1,'outward','join_community');
CREATE TABLE challenge_tap (
	post TEXT NOT NULL,
	platform TEXT NOT NULL,
	user TEXT NOT NULL,
	tap TEXT NOT NULL,
	shown TEXT NOT NULL,
	note TEXT NOT NULL, did TEXT, felt TEXT,
	CONSTRAINT pk_challenge_tap PRIMARY KEY (post, platform, user),
	CONSTRAINT fk_challenge_tap_post FOREIGN KEY(post) REFERENCES challenge_post (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "challenge_tap" VALUES('town/challenge/2026-12-10','playground','person-3','done','["join-answer-a-newcomer","senses-song-picture-poem"]','404d53fc.NMfaSbi90iGhkxka9EnO64px7XzWP26/IWJMZ91SFoyjK19THx8LIV8/3D8pHpiSXPe/6sHPOGhZiz//','senses-song-picture-poem',NULL);
CREATE TABLE "circle" (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	name TEXT NOT NULL, 
	cadence TEXT NOT NULL, 
	anchor TEXT NOT NULL, 
	at TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	channel TEXT NOT NULL, 
	size INTEGER NOT NULL, 
	pairs_only INTEGER NOT NULL, 
	same_area INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	mix TEXT NOT NULL, 
	new_faces INTEGER, 
	pods INTEGER NOT NULL, 
	CONSTRAINT pk_circle PRIMARY KEY (id), 
	CONSTRAINT fk_circle_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "circle" VALUES('walks','town','Sunday walks','every 2 weeks','2026-11-29','18:00:00','playground','place-2',2,0,0,'active','',NULL,0);
CREATE TABLE "community" (
	id TEXT NOT NULL, 
	zone TEXT NOT NULL, 
	name TEXT NOT NULL, 
	language TEXT NOT NULL, 
	steward TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	help_lines TEXT NOT NULL, 
	challenges TEXT NOT NULL, 
	moderators TEXT NOT NULL, 
	moderator_channel TEXT, 
	alternate TEXT, 
	alternate_agreed INTEGER NOT NULL, 
	emergency TEXT NOT NULL, 
	help_checked TEXT, 
	phrases TEXT NOT NULL, 
	CONSTRAINT pk_community PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "community" VALUES('town','Europe/Amsterdam','Test town','en','Ada','Bo','','{"on": true, "weekday": 3, "at": "10:00:00", "anchor": "2026-12-03"}','{"organisers":true,"rights":{},"people":[]}',NULL,NULL,0,'',NULL,'{"added":[],"removed":[]}');
CREATE TABLE consent (
	member TEXT NOT NULL, 
	at INTEGER NOT NULL, 
	version INTEGER NOT NULL, 
	platform TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	CONSTRAINT pk_consent PRIMARY KEY (member, at, version), 
	CONSTRAINT fk_consent_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "consent" VALUES('m-a',1795424400000,1,'','direct');
INSERT INTO "consent" VALUES('m-b',1795424400000,1,'','direct');
INSERT INTO "consent" VALUES('m-c',1795424400000,1,'','direct');
INSERT INTO "consent" VALUES('m-d',1795424400000,1,'','direct');
INSERT INTO "consent" VALUES('m-e',1795424400000,1,'','direct');
CREATE TABLE "enrolment" (
	circle TEXT NOT NULL, 
	member TEXT NOT NULL, 
	attendance TEXT NOT NULL, 
	frequency TEXT NOT NULL, 
	host INTEGER NOT NULL, 
	partner TEXT, 
	CONSTRAINT pk_enrolment PRIMARY KEY (circle, member), 
	CONSTRAINT fk_enrolment_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE, 
	CONSTRAINT fk_enrolment_circle FOREIGN KEY(circle) REFERENCES circle (id) ON DELETE CASCADE, 
	CONSTRAINT fk_enrolment_partner FOREIGN KEY(partner) REFERENCES member (id) ON DELETE SET NULL
)
 STRICT

;
INSERT INTO "enrolment" VALUES('walks','m-a','always','every',0,NULL);
INSERT INTO "enrolment" VALUES('walks','m-b','always','every',0,NULL);
INSERT INTO "enrolment" VALUES('walks','m-c','always','every',0,NULL);
INSERT INTO "enrolment" VALUES('walks','m-d','always','every',0,NULL);
INSERT INTO "enrolment" VALUES('walks','m-e','always','every',0,NULL);
CREATE TABLE "group" (
	id TEXT NOT NULL, 
	round TEXT NOT NULL, 
	community TEXT NOT NULL, 
	matched_at INTEGER NOT NULL, 
	platform TEXT NOT NULL, 
	state TEXT NOT NULL, 
	channel TEXT, 
	options TEXT NOT NULL, 
	spot TEXT, 
	meets_at INTEGER, 
	revision INTEGER NOT NULL, 
	shared_slots INTEGER NOT NULL, 
	again INTEGER NOT NULL, 
	offered TEXT NOT NULL, 
	stretch INTEGER NOT NULL, 
	moved_from INTEGER, 
	choosing_since INTEGER, 
	CONSTRAINT pk_group PRIMARY KEY (id), 
	CONSTRAINT fk_group_spot FOREIGN KEY(spot) REFERENCES spot (id) ON DELETE SET NULL, 
	CONSTRAINT fk_group_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE, 
	CONSTRAINT fk_group_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "group" VALUES('walks/2026-11-29/0','walks/2026-11-29','town',1795971600000,'playground','agreed','place-9','1796202000000,1796288400000','park',1796202000000,0,2097151,0,'',0,NULL,NULL);
INSERT INTO "group" VALUES('walks/2026-11-29/1','walks/2026-11-29','town',1795971600000,'playground','agreed','place-10','1796202000000,1796288400000','park',1796202000000,0,2097151,0,'',0,NULL,NULL);
CREATE TABLE home (
	platform TEXT NOT NULL,
	home TEXT NOT NULL,
	community TEXT NOT NULL,
	channel TEXT NOT NULL,
	CONSTRAINT pk_home PRIMARY KEY (platform, home),
	CONSTRAINT fk_home_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "home" VALUES('playground','home-1','town','place-2');
CREATE TABLE job (
	"key" TEXT NOT NULL,
	community TEXT NOT NULL,
	step TEXT NOT NULL,
	subject TEXT NOT NULL,
	due INTEGER NOT NULL,
	delivery INTEGER NOT NULL,
	args TEXT NOT NULL,
	expires INTEGER,
	"after" TEXT,
	state TEXT NOT NULL,
	tries INTEGER NOT NULL,
	first_try INTEGER,
	owner TEXT,
	lease INTEGER,
	remote TEXT,
	CONSTRAINT pk_job PRIMARY KEY ("key")
)
 STRICT

;
INSERT INTO "job" VALUES('walks/2026-11-29/open','town','round.open','walks/2026-11-29',1795798800000,0,'{}',1795971600000,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/match','town','round.match','walks/2026-11-29',1795971600000,0,'{}',NULL,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/round.opening','town','round.opening','walks/2026-11-29',1795798800000,1,'{}',1795971600000,NULL,'done',1,1795798800000,'k8enwbc4tdmub7sg',NULL,'entry-8');
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.place','town','group.place','walks/2026-11-29/0',1795971600000,1,'{}',1796230800000,NULL,'done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'place-9');
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.introduction','town','group.introduction','walks/2026-11-29/0',1795971600000,1,'{}',1796230800000,'walks/2026-11-29/0/group.place','done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'entry-11');
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.place','town','group.place','walks/2026-11-29/1',1795971600000,1,'{}',1796230800000,NULL,'done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'place-10');
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.introduction','town','group.introduction','walks/2026-11-29/1',1795971600000,1,'{}',1796230800000,'walks/2026-11-29/1/group.place','done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'entry-12');
INSERT INTO "job" VALUES('walks/2026-12-13/open','town','round.open','walks/2026-12-13',1797008400000,0,'{}',1797181200000,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-12-13/match','town','round.match','walks/2026-12-13',1797181200000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.agreed/0','town','group.agreed','walks/2026-11-29/0',1795978800000,1,'{}',1796151600000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'entry-24');
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.reminder/24','town','group.reminder','walks/2026-11-29/0',1796115600000,1,'{"hours":"24"}',1796158800000,NULL,'done',1,1796115600000,'k8enwbc4tdmub7sg',NULL,'entry-27');
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.reminder/2','town','group.reminder','walks/2026-11-29/0',1796194800000,1,'{}',1796198400000,NULL,'expired',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.check-in/1','town','group.check-in','walks/2026-11-29/0',1796288400000,0,'{}',1796457600000,NULL,'expired',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.check-in/2','town','group.check-in','walks/2026-11-29/0',1796461200000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/0/group.close','town','group.close','walks/2026-11-29/0',1796806800000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.agreed/0','town','group.agreed','walks/2026-11-29/1',1795978800000,1,'{}',1796151600000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'entry-25');
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.reminder/24','town','group.reminder','walks/2026-11-29/1',1796115600000,1,'{"hours":"24"}',1796158800000,NULL,'done',1,1796115600000,'k8enwbc4tdmub7sg',NULL,'entry-28');
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.reminder/2','town','group.reminder','walks/2026-11-29/1',1796194800000,1,'{}',1796198400000,NULL,'expired',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.check-in/1','town','group.check-in','walks/2026-11-29/1',1796288400000,0,'{}',1796457600000,NULL,'expired',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.check-in/2','town','group.check-in','walks/2026-11-29/1',1796461200000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.close','town','group.close','walks/2026-11-29/1',1796806800000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.remove/m-e','town','group.remove','walks/2026-11-29/1',1795978800000,1,'{"user":"person-7"}',1798570800000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'');
INSERT INTO "job" VALUES('walks/2026-11-29/1/group.left/m-e','town','group.left','walks/2026-11-29/1',1795978800000,1,'{"user":"person-7"}',1796151600000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'entry-26');
INSERT INTO "job" VALUES('town/challenge/2026-11-12/1000','town','challenge.post','town',1794474000000,0,'{}',NULL,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('town/challenge/2026-11-26/1000','town','challenge.post','town',1795683600000,0,'{}',NULL,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('town/challenge/2026-11-26/card/playground/home-1','town','challenge.card','town/challenge/2026-11-26',1795683600000,1,'{}',1795770000000,NULL,'done',1,1795683600000,'w',NULL,'post');
INSERT INTO "job" VALUES('town/challenge/2026-12-03/1000','town','challenge.post','town',1796288400000,0,'{}',NULL,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('town/challenge/2026-12-03/card/playground/home-1','town','challenge.card','town/challenge/2026-12-03',1796288400000,1,'{}',1796374800000,NULL,'done',1,1796288400000,'w',NULL,'post');
INSERT INTO "job" VALUES('town/challenge/2026-12-10/1000','town','challenge.post','town',1796893200000,0,'{}',NULL,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO "job" VALUES('town/challenge/2026-12-10/card/playground/home-1','town','challenge.card','town/challenge/2026-12-10',1796893200000,1,'{}',1796979600000,NULL,'done',1,1796893200000,'w',NULL,'post');
INSERT INTO "job" VALUES('town/challenge/2026-12-17/1000','town','challenge.post','town',1797498000000,0,'{"day":"2026-12-17"}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
CREATE TABLE left_out (
	community TEXT NOT NULL, 
	name TEXT NOT NULL, 
	CONSTRAINT pk_left_out PRIMARY KEY (community, name), 
	CONSTRAINT fk_left_out_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE meeting (
	first TEXT NOT NULL,
	second TEXT NOT NULL,
	round TEXT NOT NULL,
	community TEXT NOT NULL,
	slot TEXT NOT NULL,
	met INTEGER,
	CONSTRAINT pk_meeting PRIMARY KEY (round, first, second),
	CONSTRAINT fk_meeting_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "meeting" VALUES('m-a','m-c','walks/2026-11-29','town','2026-11-29',NULL);
INSERT INTO "meeting" VALUES('m-b','m-d','walks/2026-11-29','town','2026-11-29',NULL);
INSERT INTO "meeting" VALUES('m-b','m-e','walks/2026-11-29','town','2026-11-29',0);
INSERT INTO "meeting" VALUES('m-d','m-e','walks/2026-11-29','town','2026-11-29',0);
CREATE TABLE "member" (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	joined_at INTEGER NOT NULL, 
	consent INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	contact TEXT NOT NULL, 
	paused_until INTEGER, 
	erase_at INTEGER, 
	language TEXT NOT NULL, 
	area TEXT, 
	reach TEXT NOT NULL, 
	times TEXT NOT NULL, 
	languages TEXT NOT NULL, 
	interests TEXT NOT NULL, 
	wishes TEXT NOT NULL, 
	pairs_only INTEGER NOT NULL, 
	hello TEXT NOT NULL, 
	role TEXT NOT NULL, 
	held_until INTEGER, 
	CONSTRAINT pk_member PRIMARY KEY (id), 
	CONSTRAINT fk_member_area FOREIGN KEY(area) REFERENCES area (id) ON DELETE SET NULL, 
	CONSTRAINT fk_member_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "member" VALUES('m-a','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town','404d53fc.53eEiVwX7fExFqRvtPh6jE0E9i+5aH88+wSHpHSNIqMUh8MkUVA/a0unE6T0IgVzIWnpX1igz2hNeMSw','en','404d53fc.0+SkYyOPHhk6W642LcDJFn8TM6XvBgpU3if6Y3tmgEGCosFtd4sOCl4lysPIobe/+AkPKrGyzVwLtWJR','404d53fc.GCZX+49rNQf8cviUMSPcjaiMAtlB2GxcTxwdSbsl7m7ELiV+9ygVvBe/JGE+L4/bfhwE07lLPdoyd5bL',0,'404d53fc.88NhPwlTBx9XB7F5aDPy4wGETn70ro8cHoyaLljYTmkb+UUHs00jtmTC0ejzV9BzU2qagIKe6768XrWA','404d53fc.D7dB9eDRFdRb4ZyWwgrRwKCKDWXfZ76vxYDnP88OG/PgaOaOYBjucTE2V8Y7ofKQvEiSuC/4BiuN9ij3',NULL);
INSERT INTO "member" VALUES('m-b','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town','404d53fc.UhVwAN91MrgeQn8SgsFKPsMKa7UZIV4/5WabtOBgj8dCPYoFaRk7CwbECLO4PPefEqgoxvqQAzLKQS7w','en','404d53fc.ImtNF6ZSDUdvtJjYzYIeiQJidvM4ctnJCutmm/9Prl0z+qtOFP54c9l527oJFGe+7BRgrxG8n0D9BRLs','404d53fc.c1/hdtAOFk4Ve23zWlwGaSYUVl5nl0uEuLUgu2eT3sMfD2pKHQBgi0UX8o801hyUnPLN7bMnz0NSOMs9',0,'404d53fc.veDXUXCT7ytWbv53oUckvQ2ASZLG9syR1Dv6cQBJZAvnDiTAleHr/Ri4qFQyt2VWEH6ysstSQW6+oEh7','404d53fc.TqC0xMNGCRDmh9VDkpMoeWuW878V3gr9ots7Ydbiebtgj88a50+5M/pOOHTZWe/D4IOPnmd7nCz30BMy',NULL);
INSERT INTO "member" VALUES('m-c','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town','404d53fc.JScUqJd5wO+3dqR2PiCTwYhTl2F28GgARZEk9CfS3NtKH7xJHErIZ6Y69AYP45GaWXDqecVyGhyNGtE9','en','404d53fc.cQIqh0Tl/GsFJEVPC3sjThd8fx/RJCDIrMuoNzNRH5h+/ImYOH1IhD6taOY4idSt8B7UhktzkttaClwu','404d53fc.Ml2OtV70s7TUcL7VxcmahIsstuavtNruFgRs9AjdyJUpni5ADwu4nK0KhxMaRz27rc1ClK04FO8gmYxo',0,'404d53fc.w05/dM9I7NVFhDl4ceXKETNyLI+R3fxXZTqePu4oTLxALQg25qaBJSWzkzGdvxEQIXIYSvUwWF5BRVKY','404d53fc.iGH7TN+3lSfUc3RcKti8j55nzq001eqFmFM30yDq0K0FFoqUrB2DmnHQG1VA2b1PLMmdrck8SbbcvEXv',NULL);
INSERT INTO "member" VALUES('m-d','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town','404d53fc.ZHppLk83M60MSfMAO/GeJvi7yDLorGIrdrlvwIeT4/1Nfrrc43hLBpOv2BfecfXUAR7mfrQ3oDB2QxAO','en','404d53fc.hFWfQ3DEauS3O/EBbnUM//atsyaRV5KQV+wL1yveW5hp8pN9I2Lt18/przQb5yO/q9ba1qxvok26FBUP','404d53fc.uIIIxpW+nq0KmIi3Wp5RcnDPO+/c2XyUhAuLPw75S/XfXy8sboRQSaHM/NOyaX25NNmZTwoHX6rxvPSe',0,'404d53fc.C2tcNxWkkAfW41ySZ3TPCzuk/jmvfdKu8jKxh+d1WbKk04L/N0oJOeqo4KupS4oTtuZ/YDHEx3O0V1PR','404d53fc.hliT+o7h6ngBdYEhyU491QfSC09Du/UkvKVmJWbVbkKi0POUDWX1KDe1d0o5vVMkE6XVHEg/A43H5A8w',NULL);
INSERT INTO "member" VALUES('m-e','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town','404d53fc.q/kWuXn/c/fNOSXbV/oOuH1LAh7tcbKWObglXi7VsrJCJmL5ob5NCh1fQffprlPOZ0Gk+roV1vTmI5qp','en','404d53fc.W+FQ9XIls5doJTEJkTvMXL9PROTcZxscVTqAkpTuqnaSu+VQ3kgqtztKHi5gREwqDmMYfWORFASBMtHd','404d53fc.jrcrtMWrjiXWNvn//S4yapkjID8XR5Z9dTguOVSW13jOmEgxba/ekduUAvVawdEXolEB+e+ikcYyZ4VL',0,'404d53fc.okTwtYAdqIeJlhDInNNMP1PYVZkkcCkPzeoEwjxS/SCf062SVA8R6MsPXII/jveASCXYIXqh8Je4JzlZ','404d53fc.TkDpUaZPF0SN6Uyo0gooyaoPKRj5cMAx4xxLjqGfrBo6wUumjtYCNuPp7lGKtaqJH5MbzhC0h9jLa53K',NULL);
CREATE TABLE menu (
	id TEXT NOT NULL,
	menu TEXT NOT NULL,
	community TEXT,
	only TEXT NOT NULL,
	expires INTEGER NOT NULL,
	CONSTRAINT pk_menu PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "menu" VALUES('ux4pyit3d62rikst','404d53fc.K8e+JGql/ZZSdEsMZSIHlSKsXBWoCP+FVWt2ZUUQXqv461xLKo+KgIeD/5nMyTxG3EMj8dps8glO6HHX1qU8/3r6qGrEfX06aZHkaUIwp1bq3L7VoQTnZC/lZXHR6QWsqqZVMLhZ36E5h2irfcdnfcHc8ASeqX4O+hylxW6wnsHDDG0SFI8WzFk5c/breuxvsX3p3K7GpDXOSH24/m+d7F9/iyDxVqH+kt9JEl0cvUywp0cUeAj96bhRYEYEqN6skpm8wvfPUZAi9pgS3/+MEyfVhyCLF4GduvFJIf/sz3vyBhUXX6bR3keQFXXrvH8Wtn+ABIMa6RWkepxjjs6JJDiykZYOGdAsH5uvT8KT/0CvmURPB4O2/a4qUZj5gyiTJ7SuXAXz9/auyhRglMWGMSomwG8fflZ/CtBpvAo87/qkWQaIIla0d82rq8yh58I8VCST51ISX44V9on9UsWJRaPRDZBqdUX9wSJxt0rpNqGuJR1Y+hc1oaW4gO1YPc9PhmmMA+z5KelBLzUHWGP0yqQcmRXWAO/l0m4qO0Fu5T2GBCfYPy1WQVO4z8rUcBpRzqGyHyZ7XktGhC51sXDGdi/Vlj1B2kMzNbeD9qb6ybH9Ofly/MWpx5+bnFXfe99neIK7WW9mOXLXhv/SJrqWm1xfAyzAnLyrNP5CQPaaDnHTlDJ6xh8cU5OrKB2aI8KhyDXidP4FIPQQGzEU','town','[]',1798822800000);
INSERT INTO "menu" VALUES('275w6j9c59a45ecm','404d53fc.yQ5rY+xnxalAgc3M40/WyGTr4FWq6nvVPavubPYV3RfbpK/PauSO+y+XcKpSr0/Yji6gtlvQcYr0oFtoemo3l+Nit0IWtrN6/WxdiAhhKHUSEA2X8hi788KabutN2Arkp1zGQAUYRXKULr1VMgvfOZi+hoGTDlod6odBLXRciYn5NXJ0AyVMTZpdELlcKq8O2iF4uBPZ8lDYZo9hmzYKXtaKtY6nmKLX+1Uv/kWZYrIe/yIn8BDj3c/Eoc4kjFPNnYvBxfPF2/7gnH7aYuRwsoA7rJfp7XRb1OEoHm4jAGJ+ScrkB61zLa13ltY4Yw/ZSvai60u90Ju/Y20tgvg/2QbjSUc/8YsW5fhqFVCk2NJZaH8Iw+/Xghs3N98nF/7vSE1rRo8DGUo++bgeTaMooa2JzNNneZHjSPoBWPzGY9u9P3F9Woxj+CZZREUPw/jXx+51VrjIcUiJIKb83qJyg+cQjNB/t05X4vOTNVmBglvVa0CbZtKRp5BOhK1LzQFWGNx89OP013Bkku1zrcynoDDm+dk32fce959UqFxeZiw/9udqFL7mSyAqb4TcOPWmKpe+9Zz0T35coMuE6HHBmNsbcG4F7bLNsZK+zHrGwbIWHj6xTcJb7aj+SvYGuaGDiIW1WN7Nq0Cm0X7RvX/GWiI0N3NeGQPHCB0GZ7z4RMxEQR1d1icMqEkV3MwXV295pwKviScvWA4TPqzPAv0HVg+CThrkMsdUZw7cy7eAQOnL6n/RNsP3+9eGQ/+dRSts+9Kz6QW81nP84G6Nn/sjSIQz4nDi1muhUhUQqalukMCFUuLtDe8W0Wv+bfTUD2QG5LV1pQ4p6WXq+CbMG5GEfGOyw9Fu6mE3Pv/UIQXK1zO07ajZaqDgFWfHCAURWkS8Z2VRKZXvB5X69XJ7c029mZHK6WQwcceXb+2xlJZakkngJDdRDI+gP3FdTusfbHtPKqtB4G8b0KBG78mqE6ExhKkXpKC8eB5LslfExJa21TwFFGEQ5X/7emWdr0kLC+5fz5MSmdzFn7Bj/lvJxpvZUlGTKoK1ISIJ/RHbj7lanhSU+mo/DWGOsHeSwvERSnI4fYJ2RIC0SQ7ERwJE654oC6i+plqkrXm/cPWG3gmdfKCGzbjvgZVwdR+W/chPJ29DudBlg7W9fM/ipg62ucUE81NxkaeOdV9Qr+hjkh4s+tPrM1D+2QQGSIt4BVH74/5ZOJD2cnKC72d7IM/r/KszM8o5s6g0PrQA3NMNRfz8Fi1JIPbuZGGZA7lyWIeULEg2uzvlx+72JGM55/57jC8wDr03Qvbr1koNtkgTW6+1RxEriHuUi9PM4xX3rolsqzJnQ/FMtn9cQLZW13O9q3gVCBkNx4pV67JrjhhJHu16GDQ0ECtWMm2bsHbHjC90qa+UjGNYyN4ZqZJzTE56wYO5cU3QQHdIZ7RXWnD+ri+JCVE7RVeN/mOmuS1aBrfL64pL8cxXBBWJxhY6FRsNwYUGXpLfjmLlZS4AN8yZZ3axSpB76mmY+Z2gc5BLWQIwr/3Ccd566MEnyU1Yj7VLSx0U5E5N5YfkOM1r5WNmljGck/yx5i8BsPkvrmRJydz1gaKwl3Vk1EDVGxMr06L2JjjVkM6KloZGrGscmpFeTWF+Ir2qdiKcdiBASsypKCIOwVi5MtLR4mSi4twd5Rqp310W5BDoXbwjNwp8I/QLPhM1k+XcGVoR5MmfWxHRv1raIS+dDE0CbtWerdNLb5cv9UlZQfWLvTu32bs/LKnJecKfEiu1MS+bwPT2Rvu3ldLZtYunpkKRu+WVY/kigX/zC7o6KzMvG1AC7KcDpB3EX8qCyKcg9Rb6BPcGWS/RFhZoy0w1hRSXfC5tafRAsgSlUrpiYvw8fYaPE+rcPUA0fCNAqyE1RyYzo0GBXvvbEGKqDXkY804prCgMMFKZDjDUoEgFUXlYrmHqemio5JA07morZFk4wAUxITw0YVJuWqbObgjik45zaNeG5Uz2vsx4KaD81jz0scA2oQm4fhhU4d2qziXT6V//oVB7WhYKoNPoCJt44L33ChLNC0VlLRrK5yDHO+OnQQ5Ahhg2YfvuHE96WYeIa90Y3fEFMVb4Xxr2i+w/Wmud2x8gBybxe64AXIi1rx/QFmQtwWic23YtRxl0iPGnCXJRzXbn1sBRaOQ+EuP9XfkF6nGeRCZetWZfwQ06mQM6amuKO2Th/sHZ0yoW4mpSGmiHl6BYEI++UZCAriBkYlFdTVDPUovSAEdBpSF98TyLuW2Q7zjzTtS/wCIYdTT6fZGqH7Uv9+IPz4P0ImF7DJAWBmf/h2bdvo9gParLniKUYN487zkTPDQvAQ==','town','["person-3","person-5"]',1798995600000);
INSERT INTO "menu" VALUES('b96nqye7jb832nk2','404d53fc.DlJCGilZY5pM0KIy0sgcKnR4GCk3gk+uKZwRluQf83V5M+KzVPQcRlgvTOpstuwLKXi7GzWHF/VlXrefAC2FqwDM2ViCdsRRvZl4ghHOqwzJi8d4LUmgmGiH7gswmf4D7s2DXwkpJ5Xs4TKg8Cfz7YsedkqyUK9fzndLdEmnLi3U1Dy9XH7Xo2Q0RqeVp/KnrIQTzu1+xXvoauSEh/OhzjD8cyrBKDblvfcgMXnxKjyIsZfPKwGqMk0UFol+lDfrKtUSfie6SNCwiL/a3qhVCcESu2O5A1ukPUausRAFl3Ej4eT53pIbyHmGFV3gSIbAUsZ+BIsbmGcpeCe03D2oAIR9e+Zfi/XMS213lUBph6dQ4HMWqjEOOoAT45iEn2TaHIP/qb53AqKTzo44zWx86p4/kE0//kimmzonctt+ZToFqpm72458O2jyl/XNErLkmZTnrB0YB3AclTX2FEr3p6QDRzB6Ty0oJ4LLRpZFYRerjsMZEZwb5fWbNsz0ftYlry3g3p8be5WGe/jJbI83LE5F2UF9c1EiTw1n7yZn6bCQKGObmcPju2LOIA9ss77sjsHsTMu/u3G+IQw6C4MPpQjMH4hVyHDYSPtsSst6frZvAnyE7j+r8dsAcgOREm92LIEvWb7QpjRzMLXtRmbP9PspP/juSQ6JJdEYEauriLxDX+CDhZ+miyJOOAfq5MMdCtwvLDwQ5nsA1/aEEzoLdPHT60aFXZqwR2jKlU4hP7GRUqVX1SAnaOjAECH8MlUh5PkjG91USKlf/WhpqnWNexx6410q9+NBWnF1W9u1UOTUK4xsVw1zjueQfRM4rQ9aHldDvg3GqYn79yKMUvEoWuofs4G2VS/1RRxqMEcf3lpqZAUKTld7pJBOfjx+WUSQK5WLngC+Xw0g29fNxHEJvUYRL81lDBA2KArkdamLI95BTQVprMHwZnRpxfr1t9bYpz9oXNhnQIDIE2uaimdGri23T8ulymapl3SeCNH1h0NNNELeu84Nbz0ekNRUj2yeGgFTl2z6P+kqWO6DirdRP31tPgZ5MLrLaZL+RF6vA+5iUt4RDLWJ4bb0JU6ds1YB5f2whX5EtBS5tG8I/NaE+SToZlHp0JFPsrWI0fayHklOrSAvyiDcyYmj0kdqcm1ytuJvKYyI1xl4pXu04pZjIC0UQ7+Ni6iXRzOobMwDiKtCmASSrY7EoOmPI8GNeS6zaggh/KshzPzDtXO6zLTJwfd/Vi2KjKhvt6KeQntSQcIukslzI0igkXmk6gEa89I9Cnb0D+yAXGCblUgV+j/122/Bd/B3i1C6X6KI3L3mnxrhYzcR5olHtbiyEX+eqFynNFauiTZF/wK+HHxm6Nw8u+NDQxEMjWYgpxFujRmbDuOPOsoH258NJrhVeBc4ea5HiO03fa7vlv613hLa/1EwG4Zy9zy6jAT06HmwdGCTwcJpsEhlRSdsirDWh1vXSqzQ2X85X5B+Q2lFbyjZC6w5vCHNuGPNK1pVvsoONv2osH9VvYJnAbPbr06tjDnVM2BHqOrcy2f/Mlhe9tucn0/YtkI0/mZoZZB7YaQTKD/qGoU9n2QjSuI5HHISyYUtVn6zIxx3qU5UvtTPYuQaLUBewaoVTd8hjRtP+MNO06Vv25hvtrfjqfO94R/Amc8jOYZemUqELjwVrrZzythgLBghtr5qWucMYjkhlkyQhuPrAYlxvcxnluZBvRGh1ohd+NMYnJoA3dbptzLMLSilO6qm3bCiTUHujlwar0X4jIFYz+ybNKORTJ1C3mClcQdM9OJi8e9mtMg6KXtOzoG/BcGRnS7S1RE0CBzv70WSVZWv4aMOwnhrHHhmK8QbhIj3C/DGODciJoj758sop/lLisGRk6K77PV/G7n+f74qSoGq74+/DLEm96PdC7zByv+Uxg+TQh1KCUFoDqRyCRlYecGk30Mnu7cXFC+1REhgovmlATZ/hdW19JvC/OMzrxQulv4DVaCD383V+PHpIQ8dK7bPN+tx5T6qXBpi7qyOL7mrlBM2NVumFU8PL+ymldzmGLcrb6y49NyUzNX7QkfPMaCqlyg2EsYOnFTqw2bV3B1BKmH0aLyAC0VEcUyW9OQ99nx8jOTYOUceQqCUwthDI+U1y4IC/jleIprEL2/jg/gxXiQrJWfxSDKt+Q8hnC6PstgfeysL/Z6Rsf4e3nZJjwP92jsEI2NDRcsyq0Pvoqqm3oRV2NIDJ2xWuH7pzbYcxajhbuylorDy/1F3WtYHwqnnTeepksSEYQpAgd4JYQrcUkx3BWzy17TDdMMuPxtUCw4502qxglZ/Cn2WcnJftEgNz/EbIfjoU0FFJNeBWA==','town','["person-4","person-6","person-7"]',1798995600000);
INSERT INTO "menu" VALUES('bcppchctpb4ud8hw','404d53fc.8q0CT4PkhIVCZa6qSpFbhzJhD1zDe5VwL5i9zgZwxNaUEGsd8Iot6DQ/D6ZvImLkK1dJWQ6Kh1UX5UTEdDq8hFEvy+gXTtuV9Us1otsPhy6mxOoC+enSlz0ahOItcRr/5zFZ2LGBmb6rydxjirPhTr1rdv6M9YP2dsDi/MNQ2+wEz8Z2gKujg2iYNHkNvCSCKMnLSHA7Jbar2A4+D0j9XZKTBsJRKusLI0dmpIsIeIT1XE1fNqfWiVSxEGnxp8SdyHdj7m5RTEq9wjf2GmgB9XFUttGAmuqA2b3q1rTXX7/czPLrvRXfYoXiu1D/ifOPR8DIJaSJZ+tShXFdPjB42ZB26mSwFWQJWqER+0KiUOqefwYTILlvwTOIe3RpX7eorQ0bDsa27jFAH9vYpCvNMemRLelFsFD4BjUAByfIkiZCWjI3UXMhsAFL/QbB8LMLmETMsdi5CvF8hBkSKhoYdNQsgUIJ2L18JprTWWlG3kNYJgyoVykEXjXzhYKbGrpSvUustNMlkxD5rUsSnJmqA8+EGQyV8YdDkO9Mqqn77xffaskh4K0Rk30JdyHqW4kfO3F2CfEaiPOwQCqY3TRxZbOFVcqx0OupieiFI1EaL0PLTJz0nN1RdbRFPISJgZPRNV2DtQF/dqgmV8h1pwci95CIPqaj5X8kIK7T4T7Bwt8E8OKdCIf088vcaumonJg3T1F1lzyWJbv3BfvE','town','["person-3"]',1799002800000);
INSERT INTO "menu" VALUES('wu8buunb9hbt5ejp','404d53fc.dY7z+6ndld6WV1l/vO2BJZgVzHGkVy6SR4p4tq9mwD1BPh+0DdlH/WpaMty/eXuDaNb3mPaCDCkIpCvqEBRh1rJXcWIrJaOUtJrZbsN5B4W7kPaBtnf1iM+RLF6QKk6GlJnUdrZSL3g5w5d3eCSeBF549sk4qARf/G6xYm8NuRyy6AtnGiEBcx3/VqFBwX2Ekue74xBFT7zIrhB3IJRUsuxjvHk7AfkvYQNbpEm3Jnl2c38MjUEn3yZaK9PopKxlGUz4zBbTdIu+kfZ1gGXMJQpRu7muu4YoG8ThYIUz8vjhNo92XXaiEJvC3dZKnyIyq0xY1Ry0YFu1/q9UE/XitTtX5hpCQDMa5rNzL8tGDIrcA0v7190p+5T2nfMqOXFkPft5EjzI0cirKgfYtUgcc8MUBCFPq9ug0hWsY2SkLSf1ILkw2m1O/JiaOIX/ak3WnpJORsddm2ZJnX4rT08yf48ve7hV/+9LsLgp2L07Tn2k/sOgklZ5iPU1laV+9ysndrppEmCJLyB4BgGNEUnQPkg/esgt8eUBJuIhycsLXODm6dDkECD9iUm0gPSN+mv1bLh9bKWughI+IyTMuBbLHPWZ+jLVaxhKTZ8VZnOWBGL3NBjg9ptM2mXWtJeEOwfF71ACiHSxilJ79/UNH6BIWSrn5JImPh3RHb2oUsnms3fboAzK7P3rY46sLVZfKd62rD4mNJdTAbRm6ptN','town','["person-4"]',1799002800000);
INSERT INTO "menu" VALUES('etdujt4xfduuwgmd','404d53fc.cZdbxaz+hP69mxa4SwztGSCQOoJYJhSFFdiX4qaN74YMNP19/e8WCBlM1joYa1vEE0l4lrAqQvu2ly5JVo1ju9Ag1sqZyLuEEgWKQcFypxdNTBJ2V6Op7L+7E4wnXQBo5GE0r9O9Aq6HBZY85wvXixfyEM9Ae5zvjK4Mm4Jw315eX0RFBeZIlK7GigJ1Yy3y39hdyUZFZxDYwWwJUAMOkhaBRuKpwdLNBlXlvne4jX0kaWwqA1Q9YTi7NEpT25xwJi/dMmlSrhuLPsWNpq+mKpYSlj+S2Bk1zSMhvSW/0fMuQ97NiTMBVR7iCws4iMbN7gkitGwjoiTFfJqqiMtwf+xN2boYgqjwNFdzMRcYMV3IZ6ByeuDZzrfb6l3LEgof9z1Wvt1/tJFfJv4ww//vRQETRjcnEHNLCQ1rSTa918IAkJfyzUrcNqe7p/b7BAsfYYQ97lgkWW+oeEbA1PuLjaUokyBi24tlBlOlL1KHDPhcURcUwoGzaNLbV3rkZ8ttUb8MXtVjxxy8FJKHSj/uDv818XZvPxEaJuYqWN/b39kf7YkDopKJ/L56yGc9zFbz3lkW0DtXFyRUzU7R137xH9KWgyUCOdqQeweJ7HEIX6/7jDTDo+Nol5nBd1uklV5+JfZGs+1RywNUoquaGf9CAmMe9y85UmE7Sx1yREgBtaLF2ZHhgxk5Ge6wK7EASwM5vAXj5fGWTLvbfqo/','town','["person-5"]',1799002800000);
INSERT INTO "menu" VALUES('tycubvgrxtp2kqu7','404d53fc.APk8GmKv/FVxT8n9y/doKPODeIn+Ej7RB+5tA+Pf4Po0Zhs5vM/5WH8pP2gMGWYkU4Q6A0TGpUSLxI2jRxqhP3Io5P4xGdJ955/fgXqHbFhX2DOh4oC6xnFmQbQIMDZnjEpbTHcH37yZ82O55YqXK1ewJkAFunZ/bGl2TZk2ZDpP0Gq0YeavWayG5vUXfMm58UqVTfG5N0dePbu/ELEMa6eA8mXpBtFNVaOJ+7STtNuTiUYKoY/KOPjluO8ECmQ02aRpBHUftkXbZwOq61y35+usQrJkzVGACt5OzYDaqWnYTqm/PIl83OYcSUf/VmmmH6kdbk+3MvUPdVv0qWR7MqzlyZjXPY2XLu+8HNaIVM6/PttqkkT+9Ztb2+NV7t7MK70FtiEpt5DGZxeiqzqJhlEv6MUxjmzKlAiSCQh5FpcBT2Ybkaziyu8DnCuxJzmkQcvYO6ndWr++W+gHxesL7wSZ4OAyJdyY84nli3tC/WryMXOsPhxudHitvsoGgnj3wIbBizAPg3nF/JNrCtK0frdC21c84L9JnXpTAldUYgewR/3hE8VjiLjMpiWfo9HA4AzGYQO2Sn+VxuA4pM21aUDPby+EEsd4uKAx0HplP5CWXlfQac8/p/lkh6+viuiLRia2KV7fSk9lXFldDJINgl20Ctx4PN8UYM/VW3xEBM7kyqyTXtwIFkPUHUG4EkpNBsjlDptBKxFTK5un','town','["person-6"]',1799002800000);
INSERT INTO "menu" VALUES('qmjh3fy2hcujsr6k','404d53fc.m+GUgtVrUOWJnz4Cup0zVeSE0fGikmZFAamTyyhAyz1UC5vszSEmWkLCUMspm/8QVf6kehM2OFcMokkW15DZrflyHZgFNTBKaEqPio71XIbs1XqxtnH/canMT3Rr8CJINlJXwnNx5Nov9RPGSvWsghIRLowBb4mQwGsDEU7Equ14u1FQMHqpr+TUVi+iY/WTnRit3UvUMerjp78mQR1VriTAhjpJPZ+4b1lN7u8VWpaAM9VtVRQFG8Qx9bCl8CYXCFFb8z2HjygC8+d40FUgs4uMl5inIbY4xseXRLHk3Uu+u+Pzmo2Z9/0A4qwhDatR5mgppvLcpd/g11EqPKjrYnS1nXZTVlgBCb7o6E3B26yEMCRJoFoVlokuU3IwKRM0dnyeSHIrWwKvycvVhZfSXJ0izCJlN91uaYT6mnBsRAaK++22HW4StJcLFtjblpcQvXHrd6rbp1aWeoILW0zYasLpyIeBMOfPz8d6nBY7kdKfp8crTcuV6b9MWfcNXQ0ACTD+3TjgJMuu11SMacTdamBtRridanAE+Pb8aQYQJ4JqPcpkgmEqZJhyEWEtKcuo8sS4VFut5TJ2H2deOox1WOBdzjm7FGUa/EbNuu4eZMNG8HzaCtaZp1eKsd270ltnRiZuwDCRImO7jbXEs5joy0czZzvQ4g0W2ZzJHduHOXUOYXT4j7vaKK/r6vU5vgnJwqFYLkgd1ZHBFs+b','town','["person-7"]',1799002800000);
INSERT INTO "menu" VALUES('c4q42xy3wi4tcfa3','404d53fc.k/bbkMs/LYpC+L3l7mhMT524eBZbEHlfDaW/pzwTn2TfU/ne5CEIOdWidOomDxiTieYURfIC38RPQRR8gBiCe2RTykHtLL10p01dtaWSsqzpYkK+2B/va0AOHEz5DRTP2R/kafMUpRL3CdR+pals3ohiAR6C/3VNQxxSUgwURca4CohBGI1lEKF3hzZnhp5hW/y9GWvD/U1VV9UizXWHwDiJF+iFg0XcNpdAZWvZPnqD4tjpVG6Cr9+PTY6J+730A0b07ZA73pO4QBQ3rO/L3Id6ycmIAazcir3dZN+UM/r/0pQ16goXlU+Vp44yQLEk2FVQmYSdMvdwDyNRHKD6KIaN08GLgq4LnYJWsZwLM2M1HWnCJMHWg5Gl9/aZJIA/NfdiFsO0bhaMeZnUiTebaCK/eBuK+uWcMgIjYW06pzmpetgfZvfuzHFzOzaQ4n9WCVoDRpvgXf702RASZpRub92RDS9NfLk+cutPIgGIpM1FlmDAv112In2Z3ScEeMvaZn4UmWffatDjz4uFsC9CwNU2J4mdwjykGDJTct7127fKPljKXi29FU4uNJ4zKEOnqlKPBOAKcDmjvK6gHBUv04/EznSmO+q5fEayeKaAz0bPXecLHnUMs6otCu7RxK+HTTNk6Q5DRCIO75im6FKV7QdPsFH+FC9bRpr8rwxwHOjqstt8F6tNVTJjDirqWamkHFU+z6Dc0JR0F5nZCHmMr4PGYZuWaYqFrUpCNIUPs9lrveg8tbctHqAdAIg=','town','["person-3","person-5"]',1799002800000);
INSERT INTO "menu" VALUES('3g5ways2dbfk35b6','404d53fc.yj+/av671yjVz/9FoO5Z+Zh55rnioE7CJPPuBE8S90wCbnPuFlWs4JjXUZSBUQRLrYdcCQ15GxY06b+IMYs3Bfard6NqkUJYwcpomlDzejsMqVcN58cdAOdwcZ+FFTmj63D6UUcgOQHVenhUQEkuDsKkFhY4VMMmi0+qdKqe9MP9mwVZiYQQxibbAl+BXQvjEDTNL2cS/XTdbxbrgAIWtRG8nIxPy4ptAdq5Gw8B612PyKuc1bqwYk9Ezy1k5bOwwrSOgFm4j67jvoCx1Eq4KUAlqf5/a9ASKYiMbOW5tdj0MgBgX4r2hIV8a8qOY6DOFE67OOZAVEPRmq00NgcR9Mbp3WTOaZGr8IP0FnkJ2MfZiW3+j1igjOv+4XDhyLKbCOdwG8Fjjhc0FqIitsUDfxigmXVr7jxHbm5251IkIxT5EKSEF8MSssKIub4NFZ+e+6NGE7rLSwpq1Re6Hss3OsWjnoW1WnnnlqKG9HcGOPpOpxjohLtwc0z9z9t8/8awrrnyZGDkoOGcL/mB7qfCnKcoQJey42i3pXtRnTpZ9PQn2zQlZv9VU7ht/rB7JsISXMhscuuMKDniUxQjlpT27nP6OhGChAtYIjKyA23cfjwB6voG+lyOnu0Uf9tXoEfZo+jg59puPjLS4Vx/PI+OtZ9AJ8ElITOmRCwKEO6QghRN0sqr6yyjeuZ3CSwg0OaDbK9X/fe75o32SR3lG4ToLVa3lqPMtibn6A6mjAIyt8ncn+jhMRPCkNuA8lQ=','town','["person-4","person-6"]',1799002800000);
INSERT INTO "menu" VALUES('dnybddfx9kzhpcyt','404d53fc.sVnoP5VeTpEgzjobPzLzdTWkG2jaWlelWfEjsv8PpSqfFFhEUZhU0sYQVN4P4ybeM+tXzucdApIuPEn7vsXTVMYCPRWfQqMO79XyYCpV7pCKtKbK+aoxDxW0WssYQrmLOTSMjCLJR0u7nkA3L2+t7kYGdEWpGCQBBJKz0E2xMzSHQKDv4G7boF7h4aUWO6H2pVtNY1Xj0tYCjhUz/Qu9VeDTxMCeh/rhOW5MyAya5WeASJs8grJkHlsa8JA/+89veFUr07k8xyHEtbGSuDaSvMKoiV8BeUB+ZbAl7fq+oWYBFb26OBhsYv0e0z5erI19ttfWYKXyOtjUVJBCCH2SOSngdbMYftBWU04qk6Yc2x/wx8h5X48oSjbeisHBHStIPKY65TLZ/Wy8dPhow55Hk2BlhaE8K+mNjO+nzVc+bCQEEo65dEB4Ck7qvbGqMDm36Ono5eT2oseJ/KHdC59aG5EtIbUPRjor9P5qiKecf46VwikOjYI4KxPx3okw3vNJJmeVvpnvPGfeA9Ll1xaCwEY69pjVKUtED+KbSkes7MdvqcMnt/9+NaoRyhzpFeQ4bCUNVX+gsTERrxtTFMQH1nQovrHzwf8lUJKNx7SH1I2hdamYb7YYQfyZWtNlfK8Np5w9J+fxAS72ZkWX5qRZcZXxmypnNgBXahN1lSsu8SrQybccbaWaZmCbOvmphnkLB6eSciSSFACP+Ht8QqYInlxrWycGIhNVw3xX+EDj6/u/foO5rw8XNp9gGK4=','town','["person-3","person-5"]',1799139600000);
INSERT INTO "menu" VALUES('cg6vb8gqam575hv7','404d53fc.ntxgs68ye/jZDBwhqZ7vnykOzyWOnbP5m7SPO19Sa//8HRLwWA2o4RbEHp+2MrmwfBdHnYm83f6BZxsiD/yaOj8i4wAl/qN73enaFCJl8N3n1IvgWzJK651z9sww2/6cca3sNovftNSMVzWmC84Iv76s2hbwTLteYsvRvXjB+OPOxWWsypJM6SWwY5tfXgUVrkCGw2rupyMS2JiWb3Lq2m/IAtm1UB0wHl8uz4EJWbTk589hjYPgvnFjKLGUjhF2XCL3HbTSCo5bT8Q/YMIxhNrZNIIwRPi+qwXLeg/EzSBD/VTfp91Qhy3xpdMbF9WuxjYVBucJGkOJdRIqo27naRJyKC03e7ouQuGGdE06eJuUaDYXw8ldebVmlVvdrG6WL9ufRivCfwKaqVB10A8HKD4rLh5suNewQcBBFimVkzICryfQvqg5EcUqbwhtzqXm7YKdU38Ej6NwcxvDPux58p7j28L2Z3zVseFTt76bnnIG/BWeGv4JSCgzY8lCVhKC/cqfKOVVTIWGfdY2JQ8I4iOG4I6LvZj3mat4sSz1DYdIkmUbdxawvsy7SOYKgJAFOLSjLUTA92d16oAdI+oqbZ8czVNvbyv3N0LF6uCeXjcFWAFquk2OooHr0xV9E/ppGiqyENNk++8LnvquZZjGZtgsoa2/yoREK/b5/iK+j6F9E1tGqazXBl9t21QL8JW26RI/DDp2xS+OjLrOvQpSEZnbqEwriPeZOkszM2HuASK2e2555BkToO6RqYQ=','town','["person-4","person-6"]',1799139600000);
CREATE TABLE misfit (
	community TEXT NOT NULL, 
	challenge TEXT NOT NULL, 
	mark TEXT NOT NULL, 
	day TEXT NOT NULL, 
	CONSTRAINT pk_misfit PRIMARY KEY (community, challenge, mark), 
	CONSTRAINT fk_misfit_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE norm_asked (
	community TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	user TEXT NOT NULL, 
	since TEXT NOT NULL, 
	CONSTRAINT pk_norm_asked PRIMARY KEY (community, platform, user), 
	CONSTRAINT fk_norm_asked_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE norm_count (
	community TEXT NOT NULL, 
	since TEXT NOT NULL, 
	yes INTEGER NOT NULL, 
	not_now INTEGER NOT NULL, 
	CONSTRAINT pk_norm_count PRIMARY KEY (community, since), 
	CONSTRAINT fk_norm_count_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE note (
	adapter TEXT NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_note PRIMARY KEY (adapter, "key")
)
 STRICT

;
CREATE TABLE open_table (
	circle TEXT NOT NULL, 
	community TEXT NOT NULL, 
	spot TEXT, 
	weekday INTEGER NOT NULL, 
	at TEXT NOT NULL, 
	sign TEXT NOT NULL, 
	"on" INTEGER NOT NULL, 
	CONSTRAINT pk_open_table PRIMARY KEY (circle), 
	CONSTRAINT fk_open_table_circle FOREIGN KEY(circle) REFERENCES circle (id) ON DELETE CASCADE, 
	CONSTRAINT fk_open_table_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE, 
	CONSTRAINT fk_open_table_spot FOREIGN KEY(spot) REFERENCES spot (id) ON DELETE SET NULL
)
 STRICT

;
CREATE TABLE pack (
	community TEXT NOT NULL, 
	id TEXT NOT NULL, 
	name TEXT NOT NULL, 
	language TEXT NOT NULL, 
	"on" INTEGER NOT NULL, 
	CONSTRAINT pk_pack PRIMARY KEY (community, id), 
	CONSTRAINT fk_pack_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE pack_entry (
	community TEXT NOT NULL, 
	id TEXT NOT NULL, 
	pack TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	entry TEXT NOT NULL, 
	retired INTEGER NOT NULL, 
	CONSTRAINT pk_pack_entry PRIMARY KEY (community, id), 
	CONSTRAINT fk_pack_entry_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE pepper (
	id TEXT NOT NULL, 
	value TEXT NOT NULL, 
	CONSTRAINT pk_pepper PRIMARY KEY (id)
)
 STRICT

;
CREATE TABLE report (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	made_at INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	category TEXT NOT NULL, 
	words TEXT NOT NULL, 
	may_write INTEGER NOT NULL, 
	"by" TEXT, 
	by_account TEXT, 
	about TEXT, 
	about_account TEXT, 
	route TEXT NOT NULL, 
	taken_by TEXT, 
	decided_by TEXT, 
	decided_at INTEGER, 
	outcome TEXT, 
	held_until INTEGER, 
	closed_at INTEGER, 
	CONSTRAINT pk_report PRIMARY KEY (id), 
	CONSTRAINT fk_report_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE "round" (
	id TEXT NOT NULL, 
	circle TEXT NOT NULL, 
	community TEXT NOT NULL, 
	slot TEXT NOT NULL, 
	opens_at INTEGER NOT NULL, 
	due_at INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	follows TEXT, 
	CONSTRAINT pk_round PRIMARY KEY (id), 
	CONSTRAINT fk_round_circle FOREIGN KEY(circle) REFERENCES circle (id) ON DELETE CASCADE, 
	CONSTRAINT fk_round_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "round" VALUES('walks/2026-11-29','walks','town','2026-11-29',1795798800000,1795971600000,'matched',NULL);
INSERT INTO "round" VALUES('walks/2026-12-13','walks','town','2026-12-13',1797008400000,1797181200000,'planned',NULL);
CREATE TABLE sat_out (
	round TEXT NOT NULL,
	member TEXT NOT NULL,
	CONSTRAINT pk_sat_out PRIMARY KEY (round, member),
	CONSTRAINT fk_sat_out_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE,
	CONSTRAINT fk_sat_out_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE seal (
	id TEXT NOT NULL, 
	proof TEXT NOT NULL, 
	swept INTEGER NOT NULL, 
	CONSTRAINT pk_seal PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO "seal" VALUES('proof','404d53fc.ByB310s2AqjKjgbi+d6CFyvbl0ZRIxBbVqWzEOh5oUkgaEsejjIJ3UlPcqM3yEB19hT2Ma7aoS6u3f6b',1);
CREATE TABLE season (
	community TEXT NOT NULL, 
	climate TEXT, 
	said TEXT, 
	until TEXT, 
	skipped TEXT NOT NULL, 
	picks TEXT NOT NULL, 
	CONSTRAINT pk_season PRIMARY KEY (community), 
	CONSTRAINT fk_season_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE "seat" (
	round TEXT NOT NULL, 
	"group" TEXT NOT NULL, 
	member TEXT NOT NULL, 
	state TEXT NOT NULL, 
	accepted TEXT NOT NULL, 
	met TEXT, 
	feeling TEXT, 
	again INTEGER, 
	role TEXT NOT NULL, 
	fit INTEGER, 
	confirmed INTEGER, 
	sign TEXT, 
	alone INTEGER NOT NULL, 
	reason TEXT, 
	CONSTRAINT pk_seat PRIMARY KEY ("group", member), 
	CONSTRAINT fk_seat_group FOREIGN KEY("group") REFERENCES "group" (id) ON DELETE CASCADE, 
	CONSTRAINT fk_seat_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "seat" VALUES('walks/2026-11-29','walks/2026-11-29/0','m-a','active','first',NULL,NULL,NULL,'member',NULL,NULL,NULL,0,NULL);
INSERT INTO "seat" VALUES('walks/2026-11-29','walks/2026-11-29/0','m-c','active','first',NULL,NULL,NULL,'member',NULL,NULL,NULL,0,NULL);
INSERT INTO "seat" VALUES('walks/2026-11-29','walks/2026-11-29/1','m-b','active','first',NULL,NULL,NULL,'member',NULL,NULL,NULL,0,NULL);
INSERT INTO "seat" VALUES('walks/2026-11-29','walks/2026-11-29/1','m-d','active','first',NULL,NULL,NULL,'member',NULL,NULL,NULL,0,NULL);
INSERT INTO "seat" VALUES('walks/2026-11-29','walks/2026-11-29/1','m-e','released','first',NULL,NULL,NULL,'member',NULL,NULL,NULL,0,NULL);
CREATE TABLE "seen" (
	member TEXT NOT NULL, 
	day TEXT NOT NULL, 
	language TEXT NOT NULL, 
	CONSTRAINT pk_seen PRIMARY KEY (member), 
	CONSTRAINT fk_seen_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE separation (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	why TEXT NOT NULL, 
	named TEXT NOT NULL, 
	platform TEXT, 
	user TEXT, 
	CONSTRAINT pk_separation PRIMARY KEY (id), 
	CONSTRAINT fk_separation_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE separation_mark (
	separation TEXT NOT NULL, 
	side TEXT NOT NULL, 
	mark TEXT NOT NULL, 
	CONSTRAINT pk_separation_mark PRIMARY KEY (separation, side, mark), 
	CONSTRAINT fk_separation_mark_separation FOREIGN KEY(separation) REFERENCES separation (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE "spot" (
	id TEXT NOT NULL, 
	community TEXT NOT NULL, 
	area TEXT, 
	name TEXT NOT NULL, 
	notes TEXT NOT NULL, 
	hours INTEGER NOT NULL, 
	CONSTRAINT pk_spot PRIMARY KEY (id), 
	CONSTRAINT fk_spot_area FOREIGN KEY(area) REFERENCES area (id) ON DELETE SET NULL, 
	CONSTRAINT fk_spot_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "spot" VALUES('library','town','centre','Library','quiet',2097151);
INSERT INTO "spot" VALUES('park','town','centre','Park gate','',2097151);
CREATE TABLE suggestion (
	community TEXT NOT NULL, 
	id TEXT NOT NULL, 
	made_at INTEGER NOT NULL, 
	state TEXT NOT NULL, 
	entry TEXT NOT NULL, 
	language TEXT NOT NULL, 
	platform TEXT NOT NULL, 
	user TEXT NOT NULL, 
	tell INTEGER NOT NULL, 
	decided_at INTEGER, 
	reason TEXT, 
	words TEXT NOT NULL, 
	CONSTRAINT pk_suggestion PRIMARY KEY (id), 
	CONSTRAINT fk_suggestion_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE table_part (
	circle TEXT NOT NULL, 
	member TEXT NOT NULL, 
	told INTEGER NOT NULL, 
	hosting TEXT NOT NULL, 
	asked_for TEXT, 
	can INTEGER, 
	CONSTRAINT pk_table_part PRIMARY KEY (circle, member), 
	CONSTRAINT fk_table_part_circle FOREIGN KEY(circle, member) REFERENCES enrolment (circle, member) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE tally (
	community TEXT NOT NULL, 
	scope TEXT NOT NULL, 
	name TEXT NOT NULL, 
	number INTEGER NOT NULL, 
	CONSTRAINT pk_tally PRIMARY KEY (scope, name), 
	CONSTRAINT fk_tally_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE INDEX ix_job_after ON job ("after") WHERE state = 'waiting';
CREATE INDEX ix_job_due ON job (due) WHERE state = 'waiting';
CREATE INDEX ix_job_subject ON job (subject);
CREATE INDEX ix_menu_expires ON menu (expires);
CREATE INDEX ix_home_community ON home (community);
CREATE INDEX ix_meeting_community ON meeting (community);
CREATE INDEX ix_challenge_tap_platform_user ON challenge_tap (platform, user);
CREATE INDEX ix_answer_member ON answer (member);
CREATE INDEX ix_sat_out_member ON sat_out (member);
CREATE INDEX ix_circle_community ON circle (community);
CREATE INDEX ix_enrolment_member ON enrolment (member);
CREATE INDEX ix_enrolment_partner ON enrolment (partner);
CREATE INDEX ix_account_platform_user ON account (platform, user);
CREATE INDEX ix_account_member ON account (member);
CREATE INDEX ix_group_community ON "group" (community);
CREATE INDEX ix_group_spot ON "group" (spot);
CREATE INDEX ix_group_round ON "group" (round);
CREATE INDEX ix_group_platform_channel ON "group" (platform, channel);
CREATE INDEX ix_area_community ON area (community);
CREATE INDEX ix_spot_community ON spot (community);
CREATE INDEX ix_spot_area ON spot (area);
CREATE INDEX ix_open_table_community ON open_table (community);
CREATE INDEX ix_open_table_spot ON open_table (spot);
CREATE INDEX ix_table_part_member ON table_part (member);
CREATE INDEX ix_round_community ON round (community);
CREATE INDEX ix_round_circle ON round (circle);
CREATE INDEX ix_round_follows ON round (follows);
CREATE UNIQUE INDEX uq_round_circle_slot ON round (circle, slot) WHERE follows IS NULL;
CREATE INDEX ix_seat_round ON seat (round);
CREATE INDEX ix_seat_member ON seat (member);
CREATE UNIQUE INDEX uq_seat_active ON seat (round, member, role) WHERE state = 'active';
CREATE INDEX ix_absence_group ON absence ("group");
CREATE INDEX ix_buddy_check_group ON buddy_check ("group");
CREATE INDEX ix_buddy_check_buddy ON buddy_check (buddy);
CREATE INDEX ix_separation_community ON separation (community);
CREATE INDEX ix_separation_named ON separation (named);
CREATE INDEX ix_separation_mark_mark ON separation_mark (mark);
CREATE INDEX ix_report_community ON report (community);
CREATE INDEX ix_report_by ON report ("by");
CREATE INDEX ix_report_about ON report (about);
CREATE INDEX ix_tally_community ON tally (community);
CREATE INDEX ix_member_area ON member (area);
CREATE INDEX ix_member_community ON member (community);
CREATE INDEX ix_challenge_post_community ON challenge_post (community);
CREATE INDEX ix_suggestion_community ON suggestion (community, state);
CREATE INDEX ix_suggestion_platform ON suggestion (platform, user);
CREATE INDEX ix_norm_asked_platform_user ON norm_asked (platform, user);
COMMIT;
