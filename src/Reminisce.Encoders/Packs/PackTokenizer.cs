namespace Reminisce.Encoders;

/// <summary>How a text tower cuts text into tokens.</summary>
/// <param name="Type">The kind; <c>wordpiece</c> is the one of format version 1.</param>
/// <param name="Vocabulary">One token per line, a path inside the pack; holds [PAD], [UNK], [CLS], [SEP] and [MASK].</param>
/// <param name="Lowercase">Whether text is put into lower case and stripped of accents first.</param>
public sealed record PackTokenizer(string Type, string Vocabulary, bool Lowercase);
