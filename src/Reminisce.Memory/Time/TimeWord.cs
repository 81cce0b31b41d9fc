namespace Reminisce.Memory.Time;

/// <summary>A word of a slot.</summary>
/// <param name="Tokens">Its tokens in lower case.</param>
/// <param name="Value">What it stands for.</param>
/// <param name="IsAmbiguous">Whether it also means something that is no time.</param>
internal sealed record TimeWord(string[] Tokens, string Value, bool IsAmbiguous);
