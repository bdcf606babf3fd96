"""English words for people: who is coached, who is served, who else there is."""

from __future__ import annotations

__all__ = ["AGENTS", "CUSTOMERS", "NAMES", "OTHERS", "TITLES"]

# The person coached, by what they do.
AGENTS = frozenset(
    "advisor advisors adviser advisers agent agents rep reps representative representatives "
    "operator operators clerk clerks teller tellers".split()
)
# Who is served, by any trade's word.
CUSTOMERS = frozenset(
    "customer customers caller callers member members client clients guest guests visitor visitors "
    "passenger passengers patient patients tenant tenants shopper shoppers traveller travellers "
    "traveler travelers tourist tourists buyer buyers user users subscriber subscribers resident "
    "residents student students parent parents policyholder policyholders claimant claimants "
    "applicant applicants borrower borrowers cardholder cardholders reader readers viewer viewers "
    "diner diners rider riders driver drivers commuter commuters owner owners donor donors fan "
    "fans pilgrim scouts scout family families couple couples lady gentleman man woman mother "
    "father mum mom dad son daughter grandmother grandfather granddad grandma widow widower boy "
    "girl child children kid kids toddler twins people person pensioner neighbour neighbor "
    "stranger husband wife landlord landlady farmer sailor hiker hikers crowd audience group party "
    "parties bride groom cyclist walker walkers skipper merchant merchants public holder holders "
    "pupil pupils learner learners swimmer swimmers skier skiers bather angler anglers keeper "
    "sender recipient payer payee household households account-holder nephew niece aunt uncle "
    "brother sister lodger flyer flyers householder householders retailer somebody someone anyone "
    "anybody everybody everyone".split()
)
# Others whom a duty may be laid on, or who may speak.
OTHERS = frozenset(
    "manager managers supervisor supervisors team teams crew colleague colleagues doctor doctors "
    "nurse nurses engineer engineers technician technicians courier couriers driver drivers vendor "
    "vendors supplier suppliers bank banks company companies shop shops store office offices "
    "department departments cook cooks chef usher ushers guard guards police inspector inspectors "
    "auditor auditors trainer trainers dog dogs cat pets lawyer lawyers dentist dentists "
    "pharmacist "
    "pharmacists pilot pilots captain staff warehouse kitchen plumber plumbers electrician board "
    "council school hotel hotels airline airlines insurer insurers carrier carriers hospital "
    "partner partners provider providers contractor contractors landlord landlords teacher "
    "teachers officer officers they he she we it system it-team developers finance billing "
    "logistics dispatch reception government clinic branch minors bikes cars vehicles boats "
    "ships vessel vessels trucks lorries everyone head chief boss lead management".split()
)
TITLES = frozenset("mr mrs ms miss dr sir madam prof professor señora señor".split())
# First names from many places: a capital alone says too little at the start of a sentence.
NAMES = frozenset(
    "aaron abdul abena abigail adam adaeze adele adrian aiko aisha akira alan alba alex alexei "
    "alice alina amal amara amelia amina amir amy ana andre andrea andrew andy angela anil anita "
    "anna anne anton antonio anya aria ariel arjun arthur asha ashley astrid ava aya ayesha aziz "
    "bao beatriz ben benjamin bella bilal bo bob boris brenda brian bruno callum camila carla "
    "carlos carmen carol caroline cathy cecilia charlie chen chidi chloe chris christine claire "
    "clara colin connor craig dan dana daniel daria darius dave david deepa dele denise derek "
    "desmond devi diana diego dina dmitri dominic donna dora doris ed eddie edith ela elena eli "
    "elif elise eliza ella ellen elsa emeka emil emily emma enzo eric erik erin esme esther ethan "
    "eva eve ewa fabio fatima felix femi fernando fiona florence frances francis frank freya gabe "
    "gabriel gareth george georgia gina giulia gordon grace graham greta hamza hana hannah harriet "
    "harry hassan hazel heidi helen henry hiro hugo huda ian ibrahim ida igor imani imran ines "
    "ingrid irene iris isaac isabel ivan ivy jack jackie jacob jade jake james jamie jan jane "
    "janet "
    "jared jasmine jason jay jean jen jenna jenny jerome jess jesse jessica jing jo joan joanna "
    "joe "
    "joel johan john jon jonas jonathan jordan jorge jose joseph josh joy juan judith judy julia "
    "julian julie jun june kai karen karim karl kate katie katya keisha keith kelly ken kenji "
    "kerry "
    "kevin khalid kim kiran klaus kofi kurt kwame kyle laila lara lars laura lauren layla lea leah "
    "lee leila lena leo leon leona leroy lewis li liam lila lily lin lina linda lisa liz lola "
    "lorna "
    "louis louise luca lucas lucia lucy luis luke luna lydia lynn mae magda maja malik mara marc "
    "marco marcus maria marie marina mario marisol mark marta martha martin mary masha mat mateo "
    "matt matthew maya mei mel melanie mia michael michelle miguel mika mike mila milo mina mira "
    "miriam miro mo mohamed mohammed molly mona monica moses musa nadia nadine naomi natalie nasir "
    "natasha neil nia nick nicola nikhil nina noah noor nora norman nuria nils ola olga oliver "
    "olivia omar "
    "oscar otto owen pablo pam pat patricia patrick paul paula pavel pedro penny pete peter petra "
    "phil philip pia pierre piotr priya quinn rachel rafael rahul raj ralph rana rania raquel "
    "rashid "
    "raul ravi ray rebecca rekha renee rhea ricardo richard rita rob robert robin rohan roman ron "
    "rosa rosie ross ruby rui ruth ryan sadia said sally sam samir samira samuel sandra sanjay "
    "sara "
    "sarah sasha scott sean sergio seth shabnam shanice sharon sheila shen simon sky sofia sonia "
    "sophia sophie stan stefan stella stephanie steve steven sue sunil suresh susan svetlana sven "
    "tai tamara tania tao tara tariq ted teresa tess theo theresa thomas tia tim tina tobias toby "
    "todd tom tomas tony tracy uma umar ursula vera veronica victor victoria vijay vikram vincent "
    "viola wanda wayne wei wendy will william winston xavier xin yan yara yasmin yasmine yuki yuri "
    "yusuf yvonne zac zahra zara zena zoe zofia zuri tomasz jamal deniz wren ade ngozi yemi bola "
    "tunde callie beth greg nate gwen rory niamh aoife sinead dev anjali meera nisha pooja rohit "
    "sunita tariro thandi sipho lerato joao ines tiago yolanda".split()
)
