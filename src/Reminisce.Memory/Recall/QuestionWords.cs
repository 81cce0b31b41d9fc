using System.Collections.Frozen;

namespace Reminisce.Memory.Recall;

/// <summary>The words of a question that say nothing about what is looked for, and those that name a modality.</summary>
internal static class QuestionWords
{
    private static readonly FrozenSet<string> s_stop = """
        a an the and or but nor so if then than that this these those there here it its it's i i'm i've me my mine myself we us our ours you your yours
        he him his she her hers they them their theirs who whom whose which what when where why how whatever
        is am are was were be been being do does did done doing have has had having can could will would shall should may might must
        of in on at by for from to with without about into onto over under between during before after since until as up down out off again
        not no yes any some all both each every either neither other another such only just also too very much many more most few lot lots
        s t d m re ve ll don didn doesn isn wasn weren won
        see saw seen look looked looking watch watched read write wrote written hear heard show shown showed tell told say said give gave find found
        remember recall remind know knew think thought happen happened happening get got went go going gone come came make made take took taken
        let please last ever anything something everything nothing thing things stuff whats what's there's
        memory memories
        was wer wie wo wann warum welche welcher welches ich du er sie es wir ihr mir mich mein meine meinen dir dich und oder aber der die das den dem des
        ein eine einen einem einer habe hast hat haben hatte bin bist ist sind war waren gesehen gelesen geschrieben zeig zeige finde gefunden im am zu zum zur
        von vom mit ohne für auf an in aus bei nach über unter nicht
        我 你 他 她 它 们 的 了 吗 呢 吧 是 在 有 和 与 什 么 哪 里 看 到 过 见 读 写 听 找 给 请 把 那 这 些
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    /// <summary>Words for a kind of occasion or of information: a memory that bears on them often does without them.</summary>
    private static readonly FrozenSet<string> s_frames = """
        appointment appointments meeting meetings event events visit visits occasion session sessions conversation discussion
        name names date dates day days time times place places kind kinds type types sort sorts reason reasons way ways detail details information number
        termin termine treffen besuch veranstaltung gespräch name datum tag uhrzeit ort art grund
        """.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries).ToFrozenSet(StringComparer.Ordinal);

    private static readonly FrozenDictionary<string, Modality> s_modalities = new Dictionary<string, Modality>
    {
        ["photo"] = Modality.Picture, ["photos"] = Modality.Picture, ["picture"] = Modality.Picture, ["pictures"] = Modality.Picture,
        ["image"] = Modality.Picture, ["images"] = Modality.Picture, ["screenshot"] = Modality.Picture, ["screenshots"] = Modality.Picture,
        ["photograph"] = Modality.Picture, ["foto"] = Modality.Picture, ["fotos"] = Modality.Picture, ["bild"] = Modality.Picture, ["bilder"] = Modality.Picture,
        ["note"] = Modality.Text, ["notes"] = Modality.Text, ["notiz"] = Modality.Text, ["notizen"] = Modality.Text,
        ["recording"] = Modality.Sound, ["recordings"] = Modality.Sound, ["sound"] = Modality.Sound, ["sounds"] = Modality.Sound,
    }.ToFrozenDictionary(StringComparer.Ordinal);

    public static bool IsStopWord(string word) => s_stop.Contains(word);

    public static bool IsFrame(string word) => s_frames.Contains(word);

    public static Modality? ModalityOf(string word) => s_modalities.TryGetValue(word, out var modality) ? modality : null;
}
