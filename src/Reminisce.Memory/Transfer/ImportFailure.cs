namespace Reminisce.Memory;

/// <summary>A memory of an export that could not be stored.</summary>
/// <param name="Line">Its line, counted from 1.</param>
/// <param name="Id">Its id.</param>
/// <param name="Reason">Why, one sentence for a person.</param>
public sealed record ImportFailure(int Line, Guid Id, string Reason);
