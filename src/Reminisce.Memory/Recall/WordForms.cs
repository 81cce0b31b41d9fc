using System.Collections.Frozen;

namespace Reminisce.Memory.Recall;

/// <summary>English words whose forms do not share a stem, which the stemmer of full text cannot know.</summary>
/// <remarks>Left out are forms that are mostly another word ("bore", "wound", "lay", "rose"), and those of words that a question does not search for.</remarks>
internal static class WordForms
{
    private static readonly FrozenDictionary<string, string> s_groups = """
        become became; begin began begun; bend bent; bite bit bitten; blow blew blown; break broke broken; bring brought; build built; buy bought;
        catch caught; choose chose chosen; deal dealt; dig dug; draw drew drawn; dream dreamt; drink drank drunk; drive drove driven; eat ate eaten;
        fall fell fallen; feed fed; feel felt; fight fought; flee fled; fly flew flown; forget forgot forgotten; forgive forgave forgiven;
        freeze froze frozen; grow grew grown; hang hung; hide hid hidden; hold held; keep kept; lead led; learn learnt; leave left; lend lent; light lit;
        lose lost; mean meant; meet met; pay paid; ride rode ridden; ring rang rung; run ran; seek sought; sell sold; send sent; sew sewn;
        shake shook shaken; shine shone; shoot shot; shrink shrank; sing sang sung; sink sank sunk; sit sat; sleep slept; slide slid; speak spoke spoken;
        spend spent; spill spilt; spin spun; stand stood; steal stole stolen; stick stuck; strike struck; swear swore sworn; sweep swept; swim swam swum;
        swing swung; teach taught; tear tore torn; throw threw thrown; understand understood; wake woke woken; wear wore worn; weave wove woven; win won;
        child children; man men; woman women; person people; foot feet; tooth teeth; mouse mice; goose geese; wife wives; knife knives; leaf leaves; half halves;
        shelf shelves; wolf wolves
        """.Split(';', StringSplitOptions.TrimEntries)
        .SelectMany(group => group.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).Select(word => (word, group)))
        .ToFrozenDictionary(pair => pair.word, pair => pair.group, StringComparer.Ordinal);

    /// <summary>Lists a word and its other forms, separated by blanks.</summary>
    public static string Of(string word)
    {
        if (s_groups.TryGetValue(word, out var group))
        {
            return group;
        }

        // "building", "meets": the regular endings of an irregular word.
        var stem = word.EndsWith("ing", StringComparison.Ordinal) ? word[..^3] : word.EndsWith('s') ? word[..^1] : word;
        return stem.Length >= 3 && (s_groups.TryGetValue(stem, out group) || s_groups.TryGetValue(stem + "e", out group)) ? $"{word} {group}" : word;
    }
}
