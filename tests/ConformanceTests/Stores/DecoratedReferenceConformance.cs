using ConformanceTests.Areas;

namespace ConformanceTests.Stores;

public sealed class DecoratedReferenceCollectionManagementTests : CollectionManagementTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceKeyTests : KeyTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceCrudTests : CrudTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceDynamicTests : DynamicTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceDataTypeTests : DataTypeTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceVectorTests : VectorTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceDistanceFunctionTests : DistanceFunctionTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceIndexKindTests : IndexKindTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceSearchTests : SearchTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceFilterTests : FilterTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceFilterFuzzTests : FilterFuzzTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceHybridSearchTests : HybridSearchTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceWordFuzzTests : WordFuzzTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceEmbeddingGenerationTests : EmbeddingGenerationTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceBadInputTests : BadInputTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceNameTests : NameTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceChatHistoryMemoryTests : ChatHistoryMemoryTests<DecoratedReferenceFixture>;

public sealed class DecoratedReferenceContentTests : ContentTests<DecoratedReferenceFixture>;
