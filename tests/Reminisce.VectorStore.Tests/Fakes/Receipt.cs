namespace Reminisce.VectorData.Tests.Fakes;

/// <summary>Content of an own type.</summary>
internal sealed record Receipt(string Shop, string? Goods);
