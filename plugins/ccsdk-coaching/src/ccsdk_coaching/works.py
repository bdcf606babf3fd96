"""The works that the reasons of the rules cite, by key: author and year.

Each is named so that a library finds it: authors, year, title, where it appeared.
"""

from __future__ import annotations

from collections.abc import Mapping

__all__ = ["WORKS"]

WORKS: Mapping[str, str] = {
    "amrhein-2003": (
        "Amrhein, P. C., Miller, W. R., Yahne, C. E., Palmer, M., & Fulcher, L. (2003). "
        "Client commitment language during motivational interviewing predicts drug use "
        "outcomes. Journal of Consulting and Clinical Psychology 71(5), 862-878. "
        "doi:10.1037/0022-006X.71.5.862"
    ),
    "anscombre-1983": (
        "Anscombre, J.-C., & Ducrot, O. (1983). L'argumentation dans la langue. Mardaga."
    ),
    "baard-2004": (
        "Baard, P. P., Deci, E. L., & Ryan, R. M. (2004). Intrinsic need satisfaction: A "
        "motivational basis of performance and well-being in two work settings. Journal of "
        "Applied Social Psychology 34(10), 2045-2068. doi:10.1111/j.1559-1816.2004.tb02690.x"
    ),
    "bandura-1977": (
        "Bandura, A. (1977). Self-efficacy: Toward a unifying theory of behavioral change. "
        "Psychological Review 84(2), 191-215. doi:10.1037/0033-295X.84.2.191"
    ),
    "bolden-2011": (
        "Bolden, G. B., & Robinson, J. D. (2011). Soliciting accounts with why-interrogatives "
        "in conversation. Journal of Communication 61(1), 94-119."
    ),
    "brehm-1966": ("Brehm, J. W. (1966). A Theory of Psychological Reactance. Academic Press."),
    "butler-1988": (
        "Butler, R. (1988). Enhancing and undermining intrinsic motivation: The effects of "
        "task-involving and ego-involving evaluation on interest and performance. British "
        "Journal of Educational Psychology 58(1), 1-14. "
        "doi:10.1111/j.2044-8279.1988.tb00874.x"
    ),
    "dalton-2012": (
        "Dalton, A. N., & Spiller, S. A. (2012). Too much of a good thing: The benefits of "
        "implementation intentions depend on the number of goals. Journal of Consumer "
        "Research 39(3), 600-614. doi:10.1086/664500"
    ),
    "deci-1994": (
        "Deci, E. L., Eghrari, H., Patrick, B. C., & Leone, D. R. (1994). Facilitating "
        "internalization: The self-determination theory perspective. Journal of Personality "
        "62(1), 119-142. doi:10.1111/j.1467-6494.1994.tb00797.x"
    ),
    "fitzsimons-2004": (
        "Fitzsimons, G. J., & Lehmann, D. R. (2004). Reactance to recommendations: When "
        "unsolicited advice yields contrary responses. Marketing Science 23(1), 82-94."
    ),
    "gollwitzer-2006": (
        "Gollwitzer, P. M., & Sheeran, P. (2006). Implementation intentions and goal "
        "achievement: A meta-analysis of effects and processes. Advances in Experimental "
        "Social Psychology 38, 69-119. doi:10.1016/S0065-2601(06)38002-1"
    ),
    "gottman-1999": (
        "Gottman, J. M., & Silver, N. (1999). The Seven Principles for Making Marriage Work. Crown."
    ),
    "grant-2007": (
        "Grant, A. M., Campbell, E. M., Chen, G., Cottone, K., Lapedis, D., & Lee, K. (2007). "
        "Impact and the art of motivation maintenance: The effects of contact with "
        "beneficiaries on persistence behavior. Organizational Behavior and Human Decision "
        "Processes 103(1), 53-67. doi:10.1016/j.obhdp.2006.05.004"
    ),
    "grant-2010": (
        "Grant, A. M., & O'Connor, S. A. (2010). The differential effects of solution-focused "
        "and problem-focused coaching questions: A pilot study with implications for "
        "practice. Industrial and Commercial Training 42(2), 102-111."
    ),
    "hattie-2007": (
        "Hattie, J., & Timperley, H. (2007). The power of feedback. Review of Educational "
        "Research 77(1), 81-112. doi:10.3102/003465430298487"
    ),
    "kluger-1996": (
        "Kluger, A. N., & DeNisi, A. (1996). The effects of feedback interventions on "
        "performance: A historical review, a meta-analysis, and a preliminary feedback "
        "intervention theory. Psychological Bulletin 119(2), 254-284. "
        "doi:10.1037/0033-2909.119.2.254"
    ),
    "koenka-2021": (
        "Koenka, A. C., Linnenbrink-Garcia, L., Moshontz, H., Atkinson, K. M., Sanchez, C. "
        "E., & Cooper, H. (2021). A meta-analysis on the impact of grades and comments on "
        "academic motivation and achievement: A case for written feedback. Educational "
        "Psychology 41(7), 922-947."
    ),
    "legg-2014": (
        "Legg, A. M., & Sweeny, K. (2014). Do you want the good news or the bad news first? "
        "The nature and consequences of news order preferences. Personality and Social "
        "Psychology Bulletin 40(3), 279-288. doi:10.1177/0146167213509113"
    ),
    "lipnevich-2008": (
        "Lipnevich, A. A., & Smith, J. K. (2008). Response to assessment feedback: The "
        "effects of grades, praise, and source of information. ETS Research Report RR-08-30."
    ),
    "locke-2002": (
        "Locke, E. A., & Latham, G. P. (2002). Building a practically useful theory of goal "
        "setting and task motivation: A 35-year odyssey. American Psychologist 57(9), "
        "705-717. doi:10.1037/0003-066X.57.9.705"
    ),
    "miller-2007": (
        "Miller, C. H., Lane, L. T., Deatrick, L. M., Young, A. M., & Potts, K. A. (2007). "
        "Psychological reactance and promotional health messages: The effects of controlling "
        "language, lexical concreteness, and the restoration of freedom. Human Communication "
        "Research 33(2), 219-240. doi:10.1111/j.1468-2958.2007.00297.x"
    ),
    "miller-2013": (
        "Miller, W. R., & Rollnick, S. (2013). Motivational Interviewing: Helping People "
        "Change (3rd ed.). Guilford."
    ),
    "mueller-1998": (
        "Mueller, C. M., & Dweck, C. S. (1998). Praise for intelligence can undermine "
        "children's motivation and performance. Journal of Personality and Social Psychology "
        "75(1), 33-52. doi:10.1037/0022-3514.75.1.33"
    ),
    "parkes-2013": (
        "Parkes, J., Abercrombie, S., & McCarty, T. (2013). Feedback sandwiches affect "
        "perceptions but not performance. Advances in Health Sciences Education 18(3), "
        "397-407. doi:10.1007/s10459-012-9377-9"
    ),
    "rosenberg-2003": (
        "Rosenberg, M. B. (2003). Nonviolent Communication: A Language of Life (2nd ed.). "
        "PuddleDancer."
    ),
    "ryan-2000": (
        "Ryan, R. M., & Deci, E. L. (2000). Self-determination theory and the facilitation of "
        "intrinsic motivation, social development, and well-being. American Psychologist "
        "55(1), 68-78. doi:10.1037/0003-066X.55.1.68"
    ),
    "schillinger-2003": (
        "Schillinger, D., Piette, J., Grumbach, K., Wang, F., Wilson, C., Daher, C., "
        "Leong-Grotz, K., Castro, C., & Bindman, A. B. (2003). Closing the loop: Physician "
        "communication with diabetic patients who have low health literacy. Archives of "
        "Internal Medicine 163(1), 83-90. doi:10.1001/archinte.163.1.83"
    ),
    "semin-1988": (
        "Semin, G. R., & Fiedler, K. (1988). The cognitive functions of linguistic categories "
        "in describing persons: Social cognition and language. Journal of Personality and "
        "Social Psychology 54(4), 558-568. doi:10.1037/0022-3514.54.4.558"
    ),
    "sisk-2018": (
        "Sisk, V. F., Burgoyne, A. P., Sun, J., Butler, J. L., & Macnamara, B. N. (2018). To "
        "what extent and under which circumstances are growth mind-sets important to academic "
        "achievement? Two meta-analyses. Psychological Science 29(4), 549-571. "
        "doi:10.1177/0956797617739704"
    ),
    "stone-2014": (
        "Stone, D., & Heen, S. (2014). Thanks for the Feedback: The Science and Art of "
        "Receiving Feedback Well. Viking."
    ),
    "whitmore-2009": ("Whitmore, J. (2009). Coaching for Performance (4th ed.). Nicholas Brealey."),
    "wood-1989": (
        "Wood, R., & Bandura, A. (1989). Impact of conceptions of ability on self-regulatory "
        "mechanisms and complex decision making. Journal of Personality and Social Psychology "
        "56(3), 407-415. doi:10.1037/0022-3514.56.3.407"
    ),
}
