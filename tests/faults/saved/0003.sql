PRAGMA foreign_keys=OFF;
BEGIN TRANSACTION;
CREATE TABLE alembic_version (
	version_num VARCHAR(32) NOT NULL,
	CONSTRAINT alembic_version_pkc PRIMARY KEY (version_num)
);
INSERT INTO alembic_version VALUES('0003');
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
CREATE TABLE area (
	id TEXT NOT NULL,
	community TEXT NOT NULL,
	name TEXT NOT NULL,
	centre TEXT,
	CONSTRAINT pk_area PRIMARY KEY (id),
	CONSTRAINT fk_area_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO area VALUES('centre','town','Centre',NULL);
CREATE TABLE challenge_post (
	id TEXT NOT NULL,
	community TEXT NOT NULL,
	day TEXT NOT NULL,
	challenge TEXT NOT NULL,
	CONSTRAINT pk_challenge_post PRIMARY KEY (id),
	CONSTRAINT fk_challenge_post_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE challenge_tap (
	post TEXT NOT NULL,
	platform TEXT NOT NULL,
	user TEXT NOT NULL,
	tap TEXT NOT NULL,
	shown TEXT NOT NULL,
	note TEXT NOT NULL,
	CONSTRAINT pk_challenge_tap PRIMARY KEY (post, platform, user),
	CONSTRAINT fk_challenge_tap_post FOREIGN KEY(post) REFERENCES challenge_post (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE community (
	id TEXT NOT NULL,
	zone TEXT NOT NULL,
	name TEXT NOT NULL,
	language TEXT NOT NULL,
	steward TEXT NOT NULL,
	contact TEXT NOT NULL,
	help_lines TEXT NOT NULL,
	challenges TEXT NOT NULL,
	CONSTRAINT pk_community PRIMARY KEY (id)
)
 STRICT

;
INSERT INTO community VALUES('town','Europe/Amsterdam','Test town','en','Ada','Bo','','{"on": false, "weekday": 0, "at": "10:00:00", "anchor": null}');
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
INSERT INTO home VALUES('playground','home-1','town','place-2');
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
INSERT INTO job VALUES('walks/2026-11-29/open','town','round.open','walks/2026-11-29',1795798800000,0,'{}',1795971600000,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/match','town','round.match','walks/2026-11-29',1795971600000,0,'{}',NULL,NULL,'done',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/round.opening','town','round.opening','walks/2026-11-29',1795798800000,1,'{}',1795971600000,NULL,'done',1,1795798800000,'k8enwbc4tdmub7sg',NULL,'entry-8');
INSERT INTO job VALUES('walks/2026-11-29/0/group.place','town','group.place','walks/2026-11-29/0',1795971600000,1,'{}',1796230800000,NULL,'done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'place-9');
INSERT INTO job VALUES('walks/2026-11-29/0/group.introduction','town','group.introduction','walks/2026-11-29/0',1795971600000,1,'{}',1796230800000,'walks/2026-11-29/0/group.place','done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'entry-11');
INSERT INTO job VALUES('walks/2026-11-29/1/group.place','town','group.place','walks/2026-11-29/1',1795971600000,1,'{}',1796230800000,NULL,'done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'place-10');
INSERT INTO job VALUES('walks/2026-11-29/1/group.introduction','town','group.introduction','walks/2026-11-29/1',1795971600000,1,'{}',1796230800000,'walks/2026-11-29/1/group.place','done',1,1795971600000,'k8enwbc4tdmub7sg',NULL,'entry-12');
INSERT INTO job VALUES('walks/2026-12-13/open','town','round.open','walks/2026-12-13',1797008400000,0,'{}',1797181200000,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-12-13/match','town','round.match','walks/2026-12-13',1797181200000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/0/group.agreed/0','town','group.agreed','walks/2026-11-29/0',1795978800000,1,'{}',1796151600000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'entry-24');
INSERT INTO job VALUES('walks/2026-11-29/0/group.reminder/24','town','group.reminder','walks/2026-11-29/0',1796115600000,1,'{"hours":"24"}',1796158800000,NULL,'done',1,1796115600000,'k8enwbc4tdmub7sg',NULL,'entry-27');
INSERT INTO job VALUES('walks/2026-11-29/0/group.reminder/2','town','group.reminder','walks/2026-11-29/0',1796194800000,1,'{"hours":"2"}',1796198400000,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/0/group.check-in/1','town','group.check-in','walks/2026-11-29/0',1796288400000,0,'{}',1796457600000,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/0/group.check-in/2','town','group.check-in','walks/2026-11-29/0',1796461200000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/0/group.close','town','group.close','walks/2026-11-29/0',1796806800000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/1/group.agreed/0','town','group.agreed','walks/2026-11-29/1',1795978800000,1,'{}',1796151600000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'entry-25');
INSERT INTO job VALUES('walks/2026-11-29/1/group.reminder/24','town','group.reminder','walks/2026-11-29/1',1796115600000,1,'{"hours":"24"}',1796158800000,NULL,'done',1,1796115600000,'k8enwbc4tdmub7sg',NULL,'entry-28');
INSERT INTO job VALUES('walks/2026-11-29/1/group.reminder/2','town','group.reminder','walks/2026-11-29/1',1796194800000,1,'{"hours":"2"}',1796198400000,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/1/group.check-in/1','town','group.check-in','walks/2026-11-29/1',1796288400000,0,'{}',1796457600000,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/1/group.check-in/2','town','group.check-in','walks/2026-11-29/1',1796461200000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/1/group.close','town','group.close','walks/2026-11-29/1',1796806800000,0,'{}',NULL,NULL,'waiting',0,NULL,NULL,NULL,NULL);
INSERT INTO job VALUES('walks/2026-11-29/1/group.remove/m-e','town','group.remove','walks/2026-11-29/1',1795978800000,1,'{"user":"person-7"}',1798570800000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'');
INSERT INTO job VALUES('walks/2026-11-29/1/group.left/m-e','town','group.left','walks/2026-11-29/1',1795978800000,1,'{"user":"person-7"}',1796151600000,NULL,'done',1,1795978800000,'k8enwbc4tdmub7sg',NULL,'entry-26');
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
INSERT INTO meeting VALUES('m-a','m-c','walks/2026-11-29','town','2026-11-29',NULL);
INSERT INTO meeting VALUES('m-b','m-d','walks/2026-11-29','town','2026-11-29',NULL);
INSERT INTO meeting VALUES('m-b','m-e','walks/2026-11-29','town','2026-11-29',0);
INSERT INTO meeting VALUES('m-d','m-e','walks/2026-11-29','town','2026-11-29',0);
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
INSERT INTO menu VALUES('ux4pyit3d62rikst','{"id":"ux4pyit3d62rikst","choices":[{"key":"join","label":{"is":"text","template":"Join","values":{},"plural":null,"count":null},"action":{"command":"meet join","options":{"circle":"walks"}},"tone":"main","chosen":false},{"key":"skip","label":{"is":"text","template":"Not this time","values":{},"plural":null,"count":null},"action":{"command":"meet skip","options":{"circle":"walks"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":true}','town','[]',1798822800000);
INSERT INTO menu VALUES('275w6j9c59a45ecm','{"id":"275w6j9c59a45ecm","choices":[{"key":"first","label":{"is":"text","template":"{name}: {when}","values":{"name":{"is":"text","template":"Time 1","values":{},"plural":null,"count":null},"when":{"is":"moment","at":"2026-12-02T09:00:00+00:00","zone":"Europe/Amsterdam","style":"short"}},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/0","choice":"first","offer":"1796202000-1796288400"}},"tone":"main","chosen":false},{"key":"second","label":{"is":"text","template":"{name}: {when}","values":{"name":{"is":"text","template":"Time 2","values":{},"plural":null,"count":null},"when":{"is":"moment","at":"2026-12-03T09:00:00+00:00","zone":"Europe/Amsterdam","style":"short"}},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/0","choice":"second","offer":"1796202000-1796288400"}},"tone":"main","chosen":false},{"key":"either","label":{"is":"text","template":"Either","values":{},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/0","choice":"either","offer":"1796202000-1796288400"}},"tone":"plain","chosen":false},{"key":"neither","label":{"is":"text","template":"Neither","values":{},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/0","choice":"neither","offer":"1796202000-1796288400"}},"tone":"plain","chosen":false},{"key":"spot","label":{"is":"text","template":"Another spot","values":{},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/0","spot":"other"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":false}','town','["person-3","person-5"]',1798995600000);
INSERT INTO menu VALUES('b96nqye7jb832nk2','{"id":"b96nqye7jb832nk2","choices":[{"key":"first","label":{"is":"text","template":"{name}: {when}","values":{"name":{"is":"text","template":"Time 1","values":{},"plural":null,"count":null},"when":{"is":"moment","at":"2026-12-02T09:00:00+00:00","zone":"Europe/Amsterdam","style":"short"}},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/1","choice":"first","offer":"1796202000-1796288400"}},"tone":"main","chosen":false},{"key":"second","label":{"is":"text","template":"{name}: {when}","values":{"name":{"is":"text","template":"Time 2","values":{},"plural":null,"count":null},"when":{"is":"moment","at":"2026-12-03T09:00:00+00:00","zone":"Europe/Amsterdam","style":"short"}},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/1","choice":"second","offer":"1796202000-1796288400"}},"tone":"main","chosen":false},{"key":"either","label":{"is":"text","template":"Either","values":{},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/1","choice":"either","offer":"1796202000-1796288400"}},"tone":"plain","chosen":false},{"key":"neither","label":{"is":"text","template":"Neither","values":{},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/1","choice":"neither","offer":"1796202000-1796288400"}},"tone":"plain","chosen":false},{"key":"spot","label":{"is":"text","template":"Another spot","values":{},"plural":null,"count":null},"action":{"command":"meet plan","options":{"group":"walks/2026-11-29/1","spot":"other"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":false}','town','["person-4","person-6","person-7"]',1798995600000);
INSERT INTO menu VALUES('bcppchctpb4ud8hw','{"id":"bcppchctpb4ud8hw","choices":[{"key":"basics","label":{"is":"text","template":"Edit the basics","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"basics"}},"tone":"plain","chosen":false},{"key":"wishes","label":{"is":"text","template":"Edit wishes","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"wishes"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":true}','town','["person-3"]',1799002800000);
INSERT INTO menu VALUES('wu8buunb9hbt5ejp','{"id":"wu8buunb9hbt5ejp","choices":[{"key":"basics","label":{"is":"text","template":"Edit the basics","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"basics"}},"tone":"plain","chosen":false},{"key":"wishes","label":{"is":"text","template":"Edit wishes","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"wishes"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":true}','town','["person-4"]',1799002800000);
INSERT INTO menu VALUES('etdujt4xfduuwgmd','{"id":"etdujt4xfduuwgmd","choices":[{"key":"basics","label":{"is":"text","template":"Edit the basics","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"basics"}},"tone":"plain","chosen":false},{"key":"wishes","label":{"is":"text","template":"Edit wishes","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"wishes"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":true}','town','["person-5"]',1799002800000);
INSERT INTO menu VALUES('tycubvgrxtp2kqu7','{"id":"tycubvgrxtp2kqu7","choices":[{"key":"basics","label":{"is":"text","template":"Edit the basics","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"basics"}},"tone":"plain","chosen":false},{"key":"wishes","label":{"is":"text","template":"Edit wishes","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"wishes"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":true}','town','["person-6"]',1799002800000);
INSERT INTO menu VALUES('qmjh3fy2hcujsr6k','{"id":"qmjh3fy2hcujsr6k","choices":[{"key":"basics","label":{"is":"text","template":"Edit the basics","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"basics"}},"tone":"plain","chosen":false},{"key":"wishes","label":{"is":"text","template":"Edit wishes","values":{},"plural":null,"count":null},"action":{"command":"meet profile","options":{"edit":"wishes"}},"tone":"plain","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":true}','town','["person-7"]',1799002800000);
INSERT INTO menu VALUES('c4q42xy3wi4tcfa3','{"id":"c4q42xy3wi4tcfa3","choices":[{"key":"late","label":{"is":"text","template":"Running late","values":{},"plural":null,"count":null},"action":{"command":"meet late","options":{"group":"walks/2026-11-29/0"}},"tone":"plain","chosen":false},{"key":"cancel","label":{"is":"text","template":"I can''t come","values":{},"plural":null,"count":null},"action":{"command":"meet cancel","options":{"group":"walks/2026-11-29/0"}},"tone":"careful","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":false}','town','["person-3","person-5"]',1799002800000);
INSERT INTO menu VALUES('3g5ways2dbfk35b6','{"id":"3g5ways2dbfk35b6","choices":[{"key":"late","label":{"is":"text","template":"Running late","values":{},"plural":null,"count":null},"action":{"command":"meet late","options":{"group":"walks/2026-11-29/1"}},"tone":"plain","chosen":false},{"key":"cancel","label":{"is":"text","template":"I can''t come","values":{},"plural":null,"count":null},"action":{"command":"meet cancel","options":{"group":"walks/2026-11-29/1"}},"tone":"careful","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":false}','town','["person-4","person-6"]',1799002800000);
INSERT INTO menu VALUES('dnybddfx9kzhpcyt','{"id":"dnybddfx9kzhpcyt","choices":[{"key":"late","label":{"is":"text","template":"Running late","values":{},"plural":null,"count":null},"action":{"command":"meet late","options":{"group":"walks/2026-11-29/0"}},"tone":"plain","chosen":false},{"key":"cancel","label":{"is":"text","template":"I can''t come","values":{},"plural":null,"count":null},"action":{"command":"meet cancel","options":{"group":"walks/2026-11-29/0"}},"tone":"careful","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":false}','town','["person-3","person-5"]',1799139600000);
INSERT INTO menu VALUES('cg6vb8gqam575hv7','{"id":"cg6vb8gqam575hv7","choices":[{"key":"late","label":{"is":"text","template":"Running late","values":{},"plural":null,"count":null},"action":{"command":"meet late","options":{"group":"walks/2026-11-29/1"}},"tone":"plain","chosen":false},{"key":"cancel","label":{"is":"text","template":"I can''t come","values":{},"plural":null,"count":null},"action":{"command":"meet cancel","options":{"group":"walks/2026-11-29/1"}},"tone":"careful","chosen":false}],"prompt":null,"gather":null,"submit":null,"least":0,"private":false}','town','["person-4","person-6"]',1799139600000);
CREATE TABLE note (
	adapter TEXT NOT NULL,
	"key" TEXT NOT NULL,
	value TEXT NOT NULL,
	CONSTRAINT pk_note PRIMARY KEY (adapter, "key")
)
 STRICT

;
CREATE TABLE round (
	id TEXT NOT NULL,
	circle TEXT NOT NULL,
	community TEXT NOT NULL,
	slot TEXT NOT NULL,
	opens_at INTEGER NOT NULL,
	due_at INTEGER NOT NULL,
	state TEXT NOT NULL,
	CONSTRAINT pk_round PRIMARY KEY (id),
	CONSTRAINT fk_round_circle FOREIGN KEY(circle) REFERENCES circle (id) ON DELETE CASCADE,
	CONSTRAINT fk_round_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE,
	CONSTRAINT uq_round_circle_slot UNIQUE (circle, slot)
)
 STRICT

;
INSERT INTO round VALUES('walks/2026-11-29','walks','town','2026-11-29',1795798800000,1795971600000,'matched');
INSERT INTO round VALUES('walks/2026-12-13','walks','town','2026-12-13',1797008400000,1797181200000,'planned');
CREATE TABLE sat_out (
	round TEXT NOT NULL,
	member TEXT NOT NULL,
	CONSTRAINT pk_sat_out PRIMARY KEY (round, member),
	CONSTRAINT fk_sat_out_member FOREIGN KEY(member) REFERENCES member (id) ON DELETE CASCADE,
	CONSTRAINT fk_sat_out_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE
)
 STRICT

;
CREATE TABLE spot (
	id TEXT NOT NULL,
	community TEXT NOT NULL,
	area TEXT,
	name TEXT NOT NULL,
	notes TEXT NOT NULL,
	CONSTRAINT pk_spot PRIMARY KEY (id),
	CONSTRAINT fk_spot_area FOREIGN KEY(area) REFERENCES area (id) ON DELETE SET NULL,
	CONSTRAINT fk_spot_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO spot VALUES('library','town','centre','Library','quiet');
INSERT INTO spot VALUES('park','town','centre','Park gate','');
CREATE TABLE IF NOT EXISTS "member" (
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
	times INTEGER NOT NULL, 
	languages TEXT NOT NULL, 
	interests TEXT NOT NULL, 
	wishes TEXT NOT NULL, 
	pairs_only INTEGER NOT NULL, 
	hello TEXT NOT NULL, 
	role TEXT NOT NULL, 
	CONSTRAINT pk_member PRIMARY KEY (id), 
	CONSTRAINT fk_member_area FOREIGN KEY(area) REFERENCES area (id) ON DELETE SET NULL, 
	CONSTRAINT fk_member_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO member VALUES('m-a','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town',2097151,'en','["bread"]','',0,'I bake *bread*.','');
INSERT INTO member VALUES('m-b','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town',2097151,'en','["bread"]','',0,'I bake *bread*.','');
INSERT INTO member VALUES('m-c','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town',2097151,'en','["bread"]','',0,'I bake *bread*.','');
INSERT INTO member VALUES('m-d','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town',2097151,'en','["bread"]','',0,'I bake *bread*.','');
INSERT INTO member VALUES('m-e','town',1795424400000,1,'active','direct',NULL,NULL,'','centre','town',2097151,'en','["bread"]','',0,'I bake *bread*.','');
CREATE TABLE IF NOT EXISTS "circle" (
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
INSERT INTO circle VALUES('walks','town','Sunday walks','every 2 weeks','2026-11-29','18:00:00','playground','place-2',2,0,0,'active','',NULL,0);
CREATE TABLE IF NOT EXISTS "group" (
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
	CONSTRAINT pk_group PRIMARY KEY (id), 
	CONSTRAINT fk_group_community FOREIGN KEY(community) REFERENCES community (id) ON DELETE CASCADE, 
	CONSTRAINT fk_group_spot FOREIGN KEY(spot) REFERENCES spot (id) ON DELETE SET NULL, 
	CONSTRAINT fk_group_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO "group" VALUES('walks/2026-11-29/0','walks/2026-11-29','town',1795971600000,'playground','agreed','place-9','1796202000000,1796288400000','park',1796202000000,0,2097151,0);
INSERT INTO "group" VALUES('walks/2026-11-29/1','walks/2026-11-29','town',1795971600000,'playground','agreed','place-10','1796202000000,1796288400000','park',1796202000000,0,2097151,0);
CREATE TABLE IF NOT EXISTS "seat" (
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
	CONSTRAINT pk_seat PRIMARY KEY ("group", member), 
	CONSTRAINT fk_seat_round FOREIGN KEY(round) REFERENCES round (id) ON DELETE CASCADE, 
	CONSTRAINT fk_seat_group FOREIGN KEY("group") REFERENCES "group" (id) ON DELETE CASCADE
)
 STRICT

;
INSERT INTO seat VALUES('walks/2026-11-29','walks/2026-11-29/0','m-a','active','first',NULL,NULL,NULL,'member',NULL);
INSERT INTO seat VALUES('walks/2026-11-29','walks/2026-11-29/0','m-c','active','first',NULL,NULL,NULL,'member',NULL);
INSERT INTO seat VALUES('walks/2026-11-29','walks/2026-11-29/1','m-b','active','first',NULL,NULL,NULL,'member',NULL);
INSERT INTO seat VALUES('walks/2026-11-29','walks/2026-11-29/1','m-d','active','first',NULL,NULL,NULL,'member',NULL);
INSERT INTO seat VALUES('walks/2026-11-29','walks/2026-11-29/1','m-e','released','first',NULL,NULL,NULL,'member',NULL);
CREATE TABLE IF NOT EXISTS "enrolment" (
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
INSERT INTO enrolment VALUES('walks','m-a','always','every',0,NULL);
INSERT INTO enrolment VALUES('walks','m-b','always','every',0,NULL);
INSERT INTO enrolment VALUES('walks','m-c','always','every',0,NULL);
INSERT INTO enrolment VALUES('walks','m-d','always','every',0,NULL);
INSERT INTO enrolment VALUES('walks','m-e','always','every',0,NULL);
CREATE TABLE IF NOT EXISTS "account" (
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
INSERT INTO account VALUES('town','playground','person-3','m-a',0);
INSERT INTO account VALUES('town','playground','person-4','m-b',0);
INSERT INTO account VALUES('town','playground','person-5','m-c',0);
INSERT INTO account VALUES('town','playground','person-6','m-d',0);
INSERT INTO account VALUES('town','playground','person-7','m-e',0);
CREATE INDEX ix_job_after ON job ("after") WHERE state = 'waiting';
CREATE INDEX ix_job_due ON job (due) WHERE state = 'waiting';
CREATE INDEX ix_job_subject ON job (subject);
CREATE INDEX ix_menu_expires ON menu (expires);
CREATE INDEX ix_area_community ON area (community);
CREATE INDEX ix_challenge_post_community ON challenge_post (community);
CREATE INDEX ix_home_community ON home (community);
CREATE INDEX ix_meeting_community ON meeting (community);
CREATE INDEX ix_challenge_tap_platform_user ON challenge_tap (platform, user);
CREATE INDEX ix_round_community ON round (community);
CREATE INDEX ix_spot_area ON spot (area);
CREATE INDEX ix_spot_community ON spot (community);
CREATE INDEX ix_answer_member ON answer (member);
CREATE INDEX ix_sat_out_member ON sat_out (member);
CREATE INDEX ix_member_area ON member (area);
CREATE INDEX ix_member_community ON member (community);
CREATE INDEX ix_circle_community ON circle (community);
CREATE INDEX ix_group_community ON "group" (community);
CREATE INDEX ix_group_spot ON "group" (spot);
CREATE INDEX ix_group_platform_channel ON "group" (platform, channel);
CREATE INDEX ix_group_round ON "group" (round);
CREATE INDEX ix_seat_round ON seat (round);
CREATE INDEX ix_seat_member ON seat (member);
CREATE INDEX ix_enrolment_member ON enrolment (member);
CREATE INDEX ix_enrolment_partner ON enrolment (partner);
CREATE UNIQUE INDEX uq_seat_active ON seat (round, member, role) WHERE state = 'active';
CREATE INDEX ix_account_platform_user ON account (platform, user);
CREATE INDEX ix_account_member ON account (member);
COMMIT;
