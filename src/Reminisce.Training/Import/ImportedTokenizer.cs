using Reminisce.Encoders;
using Reminisce.Training.Cutting;

namespace Reminisce.Training.Import;

/// <summary>The tokenizer of an encoder as a pack has it.</summary>
/// <param name="Description">What the manifest says.</param>
/// <param name="Files">Its files.</param>
/// <param name="Form">Its special token numbers.</param>
internal sealed record ImportedTokenizer(PackTokenizer Description, IReadOnlyList<ImportedFile> Files, TextForm Form)
{
    /// <summary>Makes the form: numbers of words lie behind the special ones, or before them where they come last.</summary>
    public static TextForm FormOf(IReadOnlyCollection<int> specials, int begin, int end, int padding, int count)
    {
        var last = specials.Max();
        return last + 1 < count ? new TextForm(begin, end, padding, last + 1, count) : new TextForm(begin, end, padding, 0, Math.Max(1, specials.Where(s => s > count / 2).Min()));
    }
}
