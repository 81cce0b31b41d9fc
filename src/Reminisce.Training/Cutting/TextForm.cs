namespace Reminisce.Training.Cutting;

/// <summary>The special token numbers of a text tower, and the range of the others.</summary>
/// <param name="Begin">First token of every text.</param>
/// <param name="End">Last token of every text.</param>
/// <param name="Padding">What fills a batch up.</param>
/// <param name="FirstWord">The first number that is no special token.</param>
/// <param name="Words">All token numbers lie below.</param>
internal sealed record TextForm(int Begin, int End, int Padding, int FirstWord, int Words);
